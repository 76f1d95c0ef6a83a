#include "text.h"

enum { BITS = 2048 };

/* What is looked for: see checks/common/block_similarity.py */
typedef struct {
    Py_ssize_t near_characters, max_pairs, min_words, max_sample_characters;
    double far_;
} Wanted;

/* A folded text by its length, the row of its words, and its different words, which are marked in a small map as well. */
typedef struct {
    Py_ssize_t size, words;
    Hash row, *hashes;
    int is_sorted;
    uint64_t map[BITS / 64];
} Entry;

static int by_size(const void *a, const void *b)
{
    Py_ssize_t left = (*(Entry *const *)a)->size, right = (*(Entry *const *)b)->size;
    return (left > right) - (left < right);
}

static int is_long(const Text *text, const Wanted *wanted)
{
    if (text->size >= wanted->near_characters)
        return 1;
    Py_ssize_t size = text->size;
    for (Py_ssize_t i = 0; i < least(text->size, wanted->max_sample_characters); i++)
        size += 2 * is_dense(at(text, i));
    return size >= wanted->near_characters;
}

/* The different words of a text, whose hashes go to `hashes`. */
static int entry_read(Entry *entry, const Text *text, Hash *hashes, Table *words)
{
    memset(entry->map, 0, sizeof entry->map);
    entry->size = text->size;
    entry->words = 0;
    entry->row = 0;
    entry->hashes = hashes;
    entry->is_sorted = 0;
    if (table_make(words, (size_t)text->size / 2 + 1) < 0)
        return -1;
    for (Py_ssize_t i = 0; i < text->size; i++) {
        Hash hash = HASH_START;
        for (; i < text->size && at(text, i) != ' '; i++)
            hash = hash_on(hash, at(text, i));
        entry->row = hash_row(entry->row, hash);
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

/* How many words of one text may stand in the other: the map may say so of a word that does not. */
static Py_ssize_t count_marked(const Entry *words, const Entry *marked)
{
    Py_ssize_t count = 0;
    for (Py_ssize_t i = 0; i < words->words; i++) {
        size_t bit = (words->hashes[i] ^ (words->hashes[i] >> 32)) % BITS;
        count += marked->map[bit / 64] >> bit % 64 & 1;
    }
    return count;
}

static int by_hash(const void *a, const void *b)
{
    Hash left = *(const Hash *)a, right = *(const Hash *)b;
    return (left > right) - (left < right);
}

static void sort_words(Entry *entry)
{
    if (!entry->is_sorted)
        qsort(entry->hashes, (size_t)entry->words, sizeof *entry->hashes, by_hash);
    entry->is_sorted = 1;
}

static Py_ssize_t count_common(Entry *a, Entry *b)
{
    Py_ssize_t count = 0, i = 0, j = 0;
    sort_words(a);
    sort_words(b);
    while (i < a->words && j < b->words) {
        Hash left = a->hashes[i], right = b->hashes[j];
        count += left == right;
        i += left <= right;
        j += right <= left;
    }
    return count;
}

/* Whether two texts have half of their words in common, or too few to say so. */
static int share_words(Entry *a, Entry *b, Py_ssize_t min_words)
{
    Entry *few = a->words < b->words ? a : b, *many = few == a ? b : a;
    if (few->words < min_words)
        return 1;
    return 2 * count_marked(few, many) >= many->words && 2 * count_common(few, many) >= many->words;
}

static int any_similar(Entry **entries, Py_ssize_t size, const Wanted *wanted)
{
    Py_ssize_t pairs = wanted->max_pairs * size;
    for (Py_ssize_t n = 0; n < size; n++)
        for (Py_ssize_t m = n + 1; m < size; m++) {
            Py_ssize_t a = entries[n]->size, b = entries[m]->size;
            if ((double)(b - a) > wanted->far_ * (double)(b + a) + 1)
                break;
            if (--pairs < 0 || share_words(entries[n], entries[m], wanted->min_words))
                return 1;
        }
    return 0;
}

PyObject *may_be_similar(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *texts, *result = NULL;
    Py_ssize_t count = 0, room = 0;
    Wanted wanted;
    if (!PyArg_ParseTuple(args, "O!ndnnn", &PyList_Type, &texts, &wanted.near_characters, &wanted.far_,
                          &wanted.max_pairs, &wanted.min_words, &wanted.max_sample_characters))
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
        if (!is_long(&text, &wanted))
            continue;
        if (entry_read(entries + count, &text, free_hashes, &words) < 0)
            goto end;
        if (table_has(&seen, entries[count].row)) /* the same text again */
            continue;
        table_set(&seen, entries[count].row, 1);
        free_hashes += entries[count].words;
        sorted[count] = entries + count;
        count++;
    }
    qsort(sorted, (size_t)count, sizeof *sorted, by_size);
    result = PyBool_FromLong(any_similar(sorted, count, &wanted));
end:
    text_free(&text);
    table_free(&seen);
    PyMem_Free(entries);
    PyMem_Free(sorted);
    PyMem_Free(hashes);
    return result;
}
