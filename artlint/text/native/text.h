/* Reading text as the Python modules do: words, spaces and digits are what Python's own tables say they are. */
#ifndef ARTLINT_TEXT_H
#define ARTLINT_TEXT_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* A string's code points, copied into room that grows as it has to and is used again for the next string. */
typedef struct {
    Py_UCS4 *data;
    Py_ssize_t size, room;
} Text;

int text_read(Text *text, PyObject *string);

static inline void text_free(Text *text)
{
    PyMem_Free(text->data);
}

static inline Py_UCS4 at(const Text *text, Py_ssize_t i)
{
    return text->data[i];
}

/* What Python's tables say of a character, as bits; looked up once for each character of the first plane. WORD is \w of
   the `re` module. */
enum { ALPHA = 1, UPPER = 2, LOWER = 4, DIGIT = 8, DECIMAL = 16, ALNUM = 32, SPACE = 64, WORD = 128, ASKED = 256 };

extern uint16_t kinds_known[0x10000];
int kinds_ask(Py_UCS4 c);

static inline int kinds(Py_UCS4 c)
{
    return c < 0x10000 && kinds_known[c] ? kinds_known[c] : kinds_ask(c);
}

static inline int is_word(Py_UCS4 c)
{
    return kinds(c) & WORD;
}

static inline int is_space(Py_UCS4 c)
{
    return kinds(c) & SPACE;
}

/* Whether c is of a script that is written without spaces: article.DENSE */
static inline int is_dense(Py_UCS4 c)
{
    return c >= 0x0e00 && (c <= 0x0eff || (c >= 0x1780 && c <= 0x17ff) || (c >= 0x3040 && c <= 0x30ff) ||
                           (c >= 0x3400 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7af));
}

static inline Py_ssize_t least(Py_ssize_t a, Py_ssize_t b)
{
    return a < b ? a : b;
}

/* The hash of a word is made code point by code point, so that the hash of “a b” goes on from that of “a”. Two words
   with one hash are taken for the same: of texts that nobody made for it, that happens once in 10^19 pairs. */
typedef uint64_t Hash;
#define HASH_START 0xcbf29ce484222325u

static inline Hash hash_on(Hash hash, Py_UCS4 c)
{
    return (hash ^ c) * 0x100000001b3u;
}

static inline Hash hash_span(Hash hash, const Text *text, Py_ssize_t start, Py_ssize_t end)
{
    for (Py_ssize_t i = start; i < end; i++)
        hash = hash_on(hash, at(text, i));
    return hash;
}

/* A map from hashes to small numbers; keys are never removed, and 0 is none. */
typedef struct {
    Hash *keys;
    int32_t *values;
    size_t mask, used;
} Table;

int table_make(Table *table, size_t expected);
void table_free(Table *table);
void table_set(Table *table, Hash key, int32_t value);

extern Hash table_secret; /* odd, and different in each process: nobody can make words that fall into one slot */

static inline size_t table_slot(const Table *table, Hash key)
{
    Hash mixed = key * table_secret;
    size_t i = (size_t)(mixed ^ (mixed >> 32)) & table->mask;
    while (table->keys[i] && table->keys[i] != key)
        i = (i + 1) & table->mask;
    return i;
}

static inline int table_has(const Table *table, Hash key)
{
    return table->keys[table_slot(table, key)] == key;
}

PyObject *fold_all(PyObject *module, PyObject *texts);
PyObject *sharing(PyObject *module, PyObject *args);
PyObject *alike(PyObject *module, PyObject *args);
PyObject *names(PyObject *module, PyObject *args);
PyObject *tokens(PyObject *module, PyObject *args);
PyObject *repeated_runs(PyObject *module, PyObject *args);
PyObject *common(PyObject *module, PyObject *args);
PyObject *shingles(PyObject *module, PyObject *args);

#endif
