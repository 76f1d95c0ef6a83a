#include "text.h"

enum { FEW = 16, SHINGLE = 4, HEAD = 400, BITS = 2048 }; /* the first three are those of checks/repeats.py */

/* A folded text by its length and its different words, which are marked in a small map as well. */
typedef struct {
    Py_ssize_t size, words;
    Hash *hashes;
    uint64_t map[BITS / 64];
} Entry;

static int by_size(const void *a, const void *b)
{
    Py_ssize_t left = (*(Entry *const *)a)->size, right = (*(Entry *const *)b)->size;
    return (left > right) - (left < right);
}

static int is_long(const Text *text, Py_ssize_t near_characters)
{
    if (text->size >= near_characters)
        return 1;
    Py_ssize_t size = text->size;
    for (Py_ssize_t i = 0; i < least(text->size, HEAD); i++)
        size += 2 * is_dense(at(text, i));
    return size >= near_characters;
}

/* The different words of a text, whose hashes go to `hashes`. */
static int entry_read(Entry *entry, const Text *text, Hash *hashes, Table *words)
{
    memset(entry->map, 0, sizeof entry->map);
    entry->size = text->size;
    entry->words = 0;
    entry->hashes = hashes;
    if (table_make(words, (size_t)text->size / 2 + 1) < 0)
        return -1;
    for (Py_ssize_t i = 0; i < text->size; i++) {
        Hash hash = HASH_START;
        for (; i < text->size && at(text, i) != ' '; i++)
            hash = hash_on(hash, at(text, i));
        if (table_has(words, hash))
            continue;
        table_set(words, hash, 1);
        entry->hashes[entry->words++] = hash;
        size_t bit = (hash ^ (hash >> 32)) % BITS;
        entry->map[bit / 64] |= (uint64_t)1 << bit % 64;
    }
    table_free(words);
    return 0;
}

/* Whether two texts may have half of their words in common: the map may say yes to a word that is not there. */
static int may_share(const Entry *a, const Entry *b)
{
    const Entry *few = a->words < b->words ? a : b, *many = few == a ? b : a;
    if (few->words < SHINGLE)
        return 1;
    Py_ssize_t common = 0;
    for (Py_ssize_t i = 0; i < few->words; i++) {
        size_t bit = (few->hashes[i] ^ (few->hashes[i] >> 32)) % BITS;
        common += many->map[bit / 64] >> bit % 64 & 1;
    }
    return 2 * common >= many->words;
}

static int any_alike(Entry **entries, Py_ssize_t size, double most_apart)
{
    Py_ssize_t tries = FEW * size;
    for (Py_ssize_t n = 0; n < size; n++)
        for (Py_ssize_t m = n + 1; m < size; m++) {
            Py_ssize_t a = entries[n]->size, b = entries[m]->size;
            if ((double)(b - a) > most_apart * (double)(b + a) + 1)
                break;
            if (--tries < 0 || may_share(entries[n], entries[m]))
                return 1;
        }
    return 0;
}

/* Whether two different ones of the folded texts may be alike; see Repeats in checks/repeats.py. */
PyObject *alike(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *texts, *result = NULL;
    Py_ssize_t near_characters, count = 0, room = 0;
    double most_apart;
    if (!PyArg_ParseTuple(args, "O!nd", &PyList_Type, &texts, &near_characters, &most_apart))
        return NULL;
    Py_ssize_t size = PyList_GET_SIZE(texts);
    for (Py_ssize_t i = 0; i < size; i++) {
        if (!PyUnicode_Check(PyList_GET_ITEM(texts, i)))
            return PyErr_Format(PyExc_TypeError, "texts are str");
        room += PyUnicode_GET_LENGTH(PyList_GET_ITEM(texts, i)) / 2 + 1;
    }
    Entry *entries = PyMem_New(Entry, size + 1), **sorted = PyMem_New(Entry *, size + 1);
    Hash *hashes = PyMem_New(Hash, room + 1), *free_hashes = hashes;
    Table seen = {0}, words = {0};
    Text text = {0};
    if (!entries || !sorted || !hashes) {
        PyErr_NoMemory();
        goto end;
    }
    if (table_make(&seen, (size_t)size) < 0)
        goto end;
    for (Py_ssize_t i = 0; i < size; i++) {
        if (text_read(&text, PyList_GET_ITEM(texts, i)) < 0)
            goto end;
        if (!is_long(&text, near_characters))
            continue;
        Hash whole = hash_span(HASH_START, &text, 0, text.size);
        if (table_has(&seen, whole)) /* the same text again */
            continue;
        table_set(&seen, whole, 1);
        if (entry_read(entries + count, &text, free_hashes, &words) < 0)
            goto end;
        free_hashes += entries[count].words;
        sorted[count] = entries + count;
        count++;
    }
    qsort(sorted, (size_t)count, sizeof *sorted, by_size);
    result = PyBool_FromLong(any_alike(sorted, count, most_apart));
end:
    text_free(&text);
    table_free(&seen);
    PyMem_Free(entries);
    PyMem_Free(sorted);
    PyMem_Free(hashes);
    return result;
}
