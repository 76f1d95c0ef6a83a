/* What a line looks like, in numbers: the same as artlint/text/line_model/features.py, in the same order. */
#ifndef ARTLINT_LINE_FEATURES_H
#define ARTLINT_LINE_FEATURES_H

#include "text.h"

/* How many numbers there are. Python says how many it means, and where these are not the same there is no model. */
enum {
    SHAPE = 26, /* of a line itself */
    PLACE = 24, /* of where it stands */
    TOLD = 8,   /* what the lines around are told of it */
    NEAR = 6,   /* lines around that it is told of */
    NEAR_LOGITS = 10,
    FIRST = SHAPE + PLACE + NEAR * TOLD + 1 + NEAR,
    SECOND = FIRST + 1 + NEAR_LOGITS + 1,
    MOST_ENDS = 8,
    MOST_TERM_WORDS = 64
};

typedef struct {
    Hash hash;
    int32_t size; /* in code points */
    int32_t function;
} Token;

typedef struct {
    double shape[SHAPE];
    double told[TOLD];
    int prose, ended;
    Py_ssize_t words;
    Py_ssize_t token, tokens; /* where its tokens begin among all, and how many it has */
    double score;             /* of its words */
} Line;

typedef struct {
    Token *items;
    size_t size, room;
} Tokens;

/* The constants of features.py and model.py, by their names there. */
typedef struct {
    Py_ssize_t max_shape_characters, max_date_characters, max_split_characters, max_short_word, min_content_word;
    Py_ssize_t min_prose_words, min_sentence_words, min_dense_characters, max_sample_characters, min_long_words;
    Py_ssize_t min_title_words, max_title_lines, max_like_words, max_term_words, max_whole_words;
    Py_ssize_t max_averaged_lines, max_distance;
    double min_dense_share, nothing, missing, text_logit, min_logit;
} Limits;

/* What the numbers depend on besides the text; all of it comes from the Python modules. */
typedef struct {
    Limits limits;
    int near_[NEAR], near_logits[NEAR_LOGITS]; /* how far the lines around are; `near` alone is a macro of Windows */
    Table weights;   /* of terms */
    Table functions; /* words */
    int32_t bias;
    PyObject *terminals, *closers, *bullets;
    Text ends[MOST_ENDS]; /* of sentences, from one to three characters */
    Py_ssize_t end_count;
} Known;

int line_read(const Known *known, PyObject *string, Line *line, Tokens *tokens, Text scratch[2]);

/* What is known of all lines of an article: counts before each, the distance to running text, words. */
typedef struct {
    const Known *known;
    const Line *lines;
    const Tokens *tokens;
    Py_ssize_t size, first, last; /* of running text */
    Py_ssize_t *prose, *words;    /* so many before line i */
    double *read;                 /* characters before it */
    int *above, *below;           /* distance to running text */
    double prose_text;
    Table vocabulary, title;
} Context;

int context_make(Context *context, const Known *known, const Line *lines, const Tokens *tokens, Py_ssize_t size);
void context_row(const Context *context, Py_ssize_t i, const Py_ssize_t *numbers, Py_ssize_t count, double *out);
void context_free(Context *context);

#endif
