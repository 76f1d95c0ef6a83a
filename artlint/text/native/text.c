#include "text.h"

uint16_t kinds_known[0x10000];

int kinds_ask(Py_UCS4 c)
{
    int alnum = Py_UNICODE_ISALNUM(c);
    int kind = ASKED | (Py_UNICODE_ISALPHA(c) ? ALPHA : 0) | (Py_UNICODE_ISUPPER(c) ? UPPER : 0) |
               (Py_UNICODE_ISLOWER(c) ? LOWER : 0) | (Py_UNICODE_ISDIGIT(c) ? DIGIT : 0) |
               (Py_UNICODE_ISDECIMAL(c) ? DECIMAL : 0) | (alnum ? ALNUM : 0) | (Py_UNICODE_ISSPACE(c) ? SPACE : 0) |
               (alnum || c == '_' ? WORD : 0);
    if (c < 0x10000)
        kinds_known[c] = (uint16_t)kind;
    return kind;
}

Hash hash_points[2];

/* Choose the points, once in a process; -1 where the system has no random numbers. */
int hash_prepare(void)
{
    if (hash_points[0])
        return 0;
    PyObject *os = PyImport_ImportModule("os");
    PyObject *random = os ? PyObject_CallMethod(os, "urandom", "n", (Py_ssize_t)sizeof hash_points) : NULL;
    Py_XDECREF(os);
    if (!random || !PyBytes_Check(random) || PyBytes_GET_SIZE(random) != sizeof hash_points)
        return Py_XDECREF(random), -1;
    memcpy(hash_points, PyBytes_AS_STRING(random), sizeof hash_points);
    Py_DECREF(random);
    for (int k = 0; k < 2; k++) /* between 2^59 and 2^60 */
        hash_points[k] = hash_points[k] >> 4 | (Hash)1 << 59;
    return 0;
}

int table_make(Table *table, size_t expected)
{
    size_t size = 64;
    if (expected > PY_SSIZE_T_MAX / 64) {
        PyErr_NoMemory();
        return -1;
    }
    while (size < 2 * expected + 2)
        size *= 2;
    table->keys = PyMem_Calloc(size, sizeof(Hash));
    table->values = PyMem_Calloc(size, sizeof(int32_t));
    table->mask = size - 1;
    table->used = 0;
    if (!table->keys || !table->values) {
        table_free(table);
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

void table_free(Table *table)
{
    PyMem_Free(table->keys);
    PyMem_Free(table->values);
    table->keys = NULL;
    table->values = NULL;
}

/* The caller has said how many keys there will be at most. */
void table_set(Table *table, Hash key, int32_t value)
{
    size_t i = table_slot(table, key);
    table->used += table->keys[i] == 0;
    table->keys[i] = key + 1;
    table->values[i] = value;
}

int text_read(Text *text, PyObject *string)
{
    if (!PyUnicode_Check(string)) {
        PyErr_SetString(PyExc_TypeError, "texts are str");
        return -1;
    }
    text->size = PyUnicode_GET_LENGTH(string);
    if (text->size >= text->room) {
        Py_ssize_t room = text->size + 256;
        Py_UCS4 *data = room < PY_SSIZE_T_MAX / 8 ? PyMem_Realloc(text->data, (size_t)room * sizeof(Py_UCS4)) : NULL;
        if (!data) {
            PyErr_NoMemory();
            return -1;
        }
        text->data = data;
        text->room = room;
    }
    return PyUnicode_AsUCS4(string, text->data, text->room, 0) ? 0 : -1;
}

/* One text folded: its words in small letters, one space between; İ, which is two characters in small, is an i. */
static PyObject *fold(Text *text, PyObject *string)
{
    PyObject *lowered = PyObject_CallMethod(string, "lower", NULL);
    int read = lowered ? text_read(text, lowered) : -1;
    Py_XDECREF(lowered);
    if (read < 0)
        return NULL;
    Py_UCS4 *out = text->data, previous = 0; /* what is written never overtakes what is read */
    Py_ssize_t n = 0;
    int inside = 0;
    for (Py_ssize_t i = 0; i < text->size; i++) {
        Py_UCS4 c = at(text, i);
        int dot = c == 0x307 && previous == 'i';
        previous = c;
        if (dot)
            continue;
        if (is_word(c)) {
            if (!inside && n)
                out[n++] = ' ';
            out[n++] = c;
            inside = 1;
        } else
            inside = 0;
    }
    return PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, out, n);
}

PyObject *fold_all(PyObject *Py_UNUSED(module), PyObject *texts)
{
    if (!PyList_Check(texts))
        return PyErr_Format(PyExc_TypeError, "fold_all() needs a list of str");
    Py_ssize_t size = PyList_GET_SIZE(texts);
    Text text = {0};
    PyObject *out = PyList_New(size);
    for (Py_ssize_t i = 0; out && i < size; i++) {
        PyObject *string = PyList_GET_ITEM(texts, i), *folded = NULL;
        if (PyUnicode_CheckExact(string))
            folded = fold(&text, string);
        else
            PyErr_SetString(PyExc_TypeError, "fold_all() needs a list of str");
        if (folded)
            PyList_SET_ITEM(out, i, folded);
        else
            Py_CLEAR(out);
    }
    text_free(&text);
    return out;
}
