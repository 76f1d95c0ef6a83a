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

/* Whether c is of a script that is written without spaces: blocks.DENSE */
static inline int is_dense(Py_UCS4 c)
{
    return c >= 0x0e00 && (c <= 0x0eff || (c >= 0x1780 && c <= 0x17ff) || (c >= 0x3040 && c <= 0x30ff) ||
                           (c >= 0x3400 && c <= 0x9fff) || (c >= 0xac00 && c <= 0xd7af));
}

static inline Py_ssize_t least(Py_ssize_t a, Py_ssize_t b)
{
    return a < b ? a : b;
}

/* Words are told apart by a hash alone: a polynomial of their code points modulo 2^61 - 1, at a point that is another in
   each process, and secret. So nobody can write two words that are taken for one; for different words of n characters
   the chance is n in 10^18. It is made code point by code point: the hash of “a b” goes on from that of “a”. */
typedef uint64_t Hash;
#define HASH_MODULUS (((Hash)1 << 61) - 1)
#define HASH_START ((Hash)1)

extern Hash hash_points[2]; /* below 2^60; for words, and for rows of words */
int hash_prepare(void);

/* a * b, of which one may be up to twice the modulus where the other is a point */
static inline Hash hash_times(Hash a, Hash b)
{
#ifdef __SIZEOF_INT128__
    unsigned __int128 product = (unsigned __int128)a * b;
    Hash low = (Hash)product & HASH_MODULUS, high = (Hash)(product >> 61);
#else /* in halves */
    Hash a_high = a >> 32, a_low = a & 0xffffffff, b_high = b >> 32, b_low = b & 0xffffffff;
    Hash middle = a_high * b_low + a_low * b_high + (a_low * b_low >> 32);
    Hash bottom = middle << 32 | (a_low * b_low & 0xffffffff);
    Hash low = bottom & HASH_MODULUS, high = (a_high * b_high + (middle >> 32)) << 3 | bottom >> 61;
#endif
    Hash sum = low + high;
    return sum < HASH_MODULUS ? sum : sum - HASH_MODULUS;
}

static inline Hash hash_on(Hash hash, Py_UCS4 c)
{
    return hash_times(hash + c + 1, hash_points[0]);
}

static inline Hash hash_span(Hash hash, const Text *text, Py_ssize_t start, Py_ssize_t end)
{
    for (Py_ssize_t i = start; i < end; i++)
        hash = hash_on(hash, at(text, i));
    return hash;
}

/* The hash of a row of words, by their own hashes, goes on from that of the words before; of none it is 0. */
static inline Hash hash_row(Hash row, Hash word)
{
    return hash_times(row + word, hash_points[1]);
}

/* A map from hashes to small numbers; keys are never removed. */
typedef struct {
    Hash *keys; /* and 1, since 0 is none */
    int32_t *values;
    size_t mask, used;
} Table;

int table_make(Table *table, size_t expected);
void table_free(Table *table);
void table_set(Table *table, Hash key, int32_t value);

/* Where a key is; or where it would be, which is empty. */
static inline size_t table_slot(const Table *table, Hash key)
{
    size_t i = (size_t)(key ^ (key >> 32)) & table->mask;
    while (table->keys[i] && table->keys[i] != key + 1)
        i = (i + 1) & table->mask;
    return i;
}

static inline int table_has(const Table *table, Hash key)
{
    return table->keys[table_slot(table, key)] != 0;
}

PyObject *fold_all(PyObject *module, PyObject *texts);
PyObject *shared_ngrams(PyObject *module, PyObject *args);
PyObject *may_be_similar(PyObject *module, PyObject *args);
PyObject *name_counts(PyObject *module, PyObject *args);
PyObject *tokenize(PyObject *module, PyObject *args);
PyObject *repeated_ngrams(PyObject *module, PyObject *args);
PyObject *common(PyObject *module, PyObject *args);
PyObject *shingles(PyObject *module, PyObject *args);

#endif
