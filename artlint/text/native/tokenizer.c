#include "text.h"

/* Words and marks apart: the quick half of measures/tokenizer.py, which says what is to be computed. Most pieces between
   white space are a word, or a word with one mark behind it; the table has the tokens of all others, as tuples, and makes
   those that it lacks. `known` are the pieces that only look so plain. */

static int append(PyObject *out, PyObject *token)
{
    int failed = !token || PyList_Append(out, token) < 0;
    Py_XDECREF(token);
    return failed ? -1 : 0;
}

/* 1: a plain word, which is added. 2: with the mark behind it. 0: neither. -1: an error. */
static int plain(PyObject *piece, PyObject *known, PyObject *out)
{
    int kind = PyUnicode_KIND(piece);
    const void *data = PyUnicode_DATA(piece);
    Py_ssize_t size = PyUnicode_GET_LENGTH(piece), letters = 0;
    while (letters < size && Py_UNICODE_ISALPHA(PyUnicode_READ(kind, data, letters)))
        letters++;
    if (!letters || letters < size - 1)
        return 0;
    int found = PySet_Contains(known, piece);
    if (found)
        return found < 0 ? -1 : 0;
    if (letters == size)
        return append(out, Py_NewRef(piece)) < 0 ? -1 : 1;
    Py_UCS4 mark = PyUnicode_READ(kind, data, letters);
    if (mark == '.') {
        if (Py_UNICODE_ISUPPER(PyUnicode_READ(kind, data, letters - 1)))
            return 0;
    } else if (mark != ',' && mark != ';' && mark != ':' && mark != '!' && mark != '?')
        return 0;
    PyObject *word = PyUnicode_Substring(piece, 0, letters);
    if (!word || (found = PySet_Contains(known, word)))
        return Py_XDECREF(word), word && found > 0 ? 0 : -1;
    return append(out, word) < 0 || append(out, PyUnicode_Substring(piece, letters, size)) < 0 ? -1 : 2;
}

PyObject *tokenize(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *text, *table, *known, *pieces, *out;
    if (!PyArg_ParseTuple(args, "UO!O!", &text, &PyDict_Type, &table, &PyFrozenSet_Type, &known))
        return NULL;
    if (!(pieces = PyUnicode_Split(text, NULL, -1)))
        return NULL;
    if (!(out = PyList_New(0)))
        return Py_DECREF(pieces), NULL;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(pieces); i++) {
        PyObject *piece = PyList_GET_ITEM(pieces, i);
        int done = plain(piece, known, out);
        PyObject *entry = NULL;
        if (!done) {
            entry = Py_XNewRef(PyDict_GetItemWithError(table, piece));
            if (!entry && !PyErr_Occurred())
                entry = PyObject_GetItem(table, piece);
            if (entry && !PyTuple_Check(entry))
                PyErr_SetString(PyExc_TypeError, "entries are tuples");
            else if (entry && !PyErr_Occurred()) {
                done = 1;
                for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(entry); k++)
                    if (append(out, Py_NewRef(PyTuple_GET_ITEM(entry, k))) < 0)
                        done = -1;
            }
            Py_XDECREF(entry);
        }
        if (done <= 0) {
            Py_CLEAR(out);
            break;
        }
    }
    Py_DECREF(pieces);
    return out;
}
