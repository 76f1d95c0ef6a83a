#include "text.h"

enum { MOST_WORDS = 64 };

/* Marks the texts that share `n` words in a row with a text before them, and those texts. */
static int mark(PyObject *texts, Py_ssize_t n, Table *seen, char *marks)
{
    Text text = {0};
    Hash leaving = hash_points[1]; /* what the oldest of n words has been multiplied with */
    int done = 0;
    for (Py_ssize_t k = 1; k < n; k++)
        leaving = hash_times(leaving, hash_points[1]);
    for (Py_ssize_t i = 0; !done && i < PyList_GET_SIZE(texts); i++) {
        Hash words[MOST_WORDS], window = 0;
        Py_ssize_t count = 0;
        done = text_read(&text, PyList_GET_ITEM(texts, i));
        for (Py_ssize_t at_ = 0; !done && at_ < text.size; at_++) {
            Hash hash = HASH_START;
            for (; at_ < text.size && at(&text, at_) != ' '; at_++)
                hash = hash_on(hash, at(&text, at_));
            if (count >= n) {
                Hash oldest = hash_times(words[count % n], leaving);
                window = window < oldest ? window + HASH_MODULUS - oldest : window - oldest;
            }
            window = hash_row(window, hash);
            words[count++ % n] = hash;
            if (count < n)
                continue;
            size_t slot = table_slot(seen, window);
            if (!seen->keys[slot])
                table_set(seen, window, (int32_t)i);
            else if (seen->values[slot] != i)
                marks[i] = marks[seen->values[slot]] = 1;
        }
    }
    text_free(&text);
    return done;
}

/* See _sharing in checks/repeated_sentences.py */
PyObject *shared_ngrams(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *texts, *out = NULL;
    Py_ssize_t n;
    if (!PyArg_ParseTuple(args, "O!n", &PyList_Type, &texts, &n))
        return NULL;
    if (n < 1 || n > MOST_WORDS)
        return PyErr_Format(PyExc_ValueError, "so many words in a row are not compared");
    Py_ssize_t size = PyList_GET_SIZE(texts);
    size_t words = 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        if (!PyUnicode_Check(PyList_GET_ITEM(texts, i)))
            return PyErr_Format(PyExc_TypeError, "texts are str");
        words += (size_t)PyUnicode_GET_LENGTH(PyList_GET_ITEM(texts, i)) / 2 + 1;
    }
    Table seen = {0};
    char *marks = PyMem_Calloc(size + 1, 1);
    if (!marks)
        PyErr_NoMemory();
    else if (table_make(&seen, words) == 0 && mark(texts, n, &seen, marks) == 0)
        out = PyList_New(0);
    for (Py_ssize_t i = 0; out && i < size; i++)
        if (marks[i]) {
            PyObject *number = PyLong_FromSsize_t(i);
            if (!number || PyList_Append(out, number) < 0)
                Py_CLEAR(out);
            Py_XDECREF(number);
        }
    table_free(&seen);
    PyMem_Free(marks);
    return out;
}
