#include "text.h"

#define POLYNOMIAL 0xedb88320u

enum { WIDEST = 32 };

static uint32_t crc_table[256];

static void crc_prepare(void)
{
    for (uint32_t n = 0; n < 256; n++) {
        uint32_t value = n;
        for (int k = 0; k < 8; k++)
            value = value & 1 ? POLYNOMIAL ^ (value >> 1) : value >> 1;
        crc_table[n] = value;
    }
}

static inline uint32_t crc_on(uint32_t crc, unsigned char byte)
{
    return crc_table[(crc ^ byte) & 0xff] ^ (crc >> 8);
}

/* CRC-32 of zlib, on over a code point in UTF-8; half a surrogate pair is written like any other. */
static inline uint32_t crc_point(uint32_t crc, Py_UCS4 c)
{
    if (c < 0x80)
        return crc_on(crc, (unsigned char)c);
    if (c < 0x800)
        return crc_on(crc_on(crc, 0xc0 | c >> 6), 0x80 | (c & 0x3f));
    if (c < 0x10000)
        crc = crc_on(crc, 0xe0 | c >> 12);
    else
        crc = crc_on(crc_on(crc, 0xf0 | c >> 18), 0x80 | (c >> 12 & 0x3f));
    return crc_on(crc_on(crc, 0x80 | (c >> 6 & 0x3f)), 0x80 | (c & 0x3f));
}

/* Sorts by the four bytes in turn, from the lowest; `spare` is room of the same size. */
static void radix_sort(uint32_t *items, uint32_t *spare, Py_ssize_t size)
{
    for (int shift = 0; shift < 32; shift += 8) {
        Py_ssize_t starts[257] = {0};
        for (Py_ssize_t i = 0; i < size; i++)
            starts[(items[i] >> shift & 0xff) + 1]++;
        for (int n = 0; n < 256; n++)
            starts[n + 1] += starts[n];
        for (Py_ssize_t i = 0; i < size; i++)
            spare[starts[items[i] >> shift & 0xff]++] = items[i];
        uint32_t *filled = spare;
        spare = items;
        items = filled;
    }
}

static Py_ssize_t without_repeats(uint32_t *items, Py_ssize_t size)
{
    Py_ssize_t kept = 0;
    for (Py_ssize_t i = 0; i < size; i++)
        if (!kept || items[kept - 1] != items[i])
            items[kept++] = items[i];
    return kept;
}

/* The hashes of all runs of n words, into `out`, which has room for as many as there are code points. */
static Py_ssize_t hash_runs(const Text *text, Py_ssize_t n, uint32_t base, uint32_t *out)
{
    uint32_t words[WIDEST], highest = 1, run = 0;
    for (Py_ssize_t k = 1; k < n; k++)
        highest *= base;
    Py_ssize_t seen = 0, count = 0;
    for (Py_ssize_t i = 0; i < text->size;) {
        if (at(text, i) == ' ') {
            i++;
            continue;
        }
        uint32_t crc = crc_point(0xffffffff, at(text, i));
        if (is_dense(at(text, i++)))
            ; /* a word by itself */
        else
            for (; i < text->size && at(text, i) != ' ' && !is_dense(at(text, i)); i++)
                crc = crc_point(crc, at(text, i));
        if (seen >= n) /* the run loses its first word */
            run -= words[seen % n] * highest;
        words[seen % n] = ~crc;
        run = run * base + ~crc;
        if (++seen >= n)
            out[count++] = run;
    }
    return count;
}

/* How many numbers two sorted arrays share; see measures/shingles.py */
PyObject *common(PyObject *Py_UNUSED(module), PyObject *args)
{
    Py_buffer a, b;
    if (!PyArg_ParseTuple(args, "y*y*", &a, &b))
        return NULL;
    const char *left = a.buf, *right = b.buf, *left_end = left + a.len / 4 * 4, *right_end = right + b.len / 4 * 4;
    Py_ssize_t count = 0;
    while (left < left_end && right < right_end) {
        uint32_t x, y;
        memcpy(&x, left, 4);
        memcpy(&y, right, 4);
        count += x == y;
        left += 4 * (x <= y);
        right += 4 * (y <= x);
    }
    PyBuffer_Release(&a);
    PyBuffer_Release(&b);
    return PyLong_FromSsize_t(count);
}

/* See measures/shingles.py */
PyObject *shingles(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *string, *result = NULL;
    Py_ssize_t n;
    unsigned int base;
    if (!PyArg_ParseTuple(args, "UnI", &string, &n, &base))
        return NULL;
    if (n < 1 || n > WIDEST)
        return PyErr_Format(PyExc_ValueError, "so many words in a row are not hashed");
    if (!crc_table[1])
        crc_prepare();
    Text text = {0};
    uint32_t *hashes = NULL;
    if (text_read(&text, string) == 0) {
        hashes = PyMem_Malloc((size_t)(2 * text.size + 2) * sizeof *hashes);
        if (!hashes)
            PyErr_NoMemory();
    }
    if (hashes) {
        Py_ssize_t count = hash_runs(&text, n, base, hashes);
        radix_sort(hashes, hashes + text.size, count);
        count = without_repeats(hashes, count);
        result = PyBytes_FromStringAndSize((const char *)hashes, count * (Py_ssize_t)sizeof *hashes);
    }
    PyMem_Free(hashes);
    text_free(&text);
    return result;
}
