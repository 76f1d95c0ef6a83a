/* What a line looks like, in numbers: the same as artlint/text/line_model/features.py, in the same order. */
#ifndef ARTLINT_LINES_H
#define ARTLINT_LINES_H

#include "text.h"

enum { SHAPE = 26, NEAR = 8, PLACE = 24, OFFSETS = 6, FIRST = SHAPE + PLACE + OFFSETS * NEAR + 1 + OFFSETS, AROUND = 10, MOST_ENDS = 8, SECOND = FIRST + 1 + AROUND + 1 };

typedef struct {
    Hash hash;
    int32_t size; /* in code points */
    int32_t function;
} Token;

typedef struct {
    double shape[SHAPE];
    double near_[NEAR]; /* what the lines around are told; `near` alone is a macro of Windows */
    int prose, ended;
    Py_ssize_t words;
    Py_ssize_t token, tokens; /* where its tokens begin among all, and how many it has */
    double score;             /* of its words */
} Line;

typedef struct {
    Token *items;
    size_t size, room;
} Tokens;

/* What the numbers depend on besides the text; the strings are those of the Python modules. */
typedef struct {
    Table weights;   /* of terms */
    Table functions; /* words */
    int32_t bias;
    PyObject *terminals, *closers, *bullets;
    Text ends[MOST_ENDS]; /* of sentences, from one to three characters */
    Py_ssize_t end_count;
    Py_ssize_t shape_of, words_of, long_words;
} Known;

#define MISSING -9.0 /* stands for what is told of a line before the first and after the last */

int line_read(const Known *known, PyObject *string, Line *line, Tokens *tokens, Text scratch[2]);
/* What is known of all lines of an article: counts before each, the distance to running text, words. */
typedef struct {
    const Line *lines;
    const Tokens *tokens;
    Py_ssize_t size, first, last; /* of running text */
    Py_ssize_t *prose, *words;    /* so many before line i */
    double *read;                 /* characters before it */
    int *above, *below;           /* distance to running text */
    double prose_text;
    Table vocabulary, title;
} Places;

int places_make(Places *places, const Line *lines, const Tokens *tokens, Py_ssize_t size);
void places_row(const Places *places, Py_ssize_t i, const Py_ssize_t *numbers, Py_ssize_t count, double *out);
void places_free(Places *places);

#endif
