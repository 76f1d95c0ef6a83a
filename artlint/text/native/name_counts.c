#include "text.h"

/* Whether a name cannot begin after this character: NAME in checks/names.py */
static int joins(Py_UCS4 c)
{
    return kinds(c) & WORD || c == '\'' || c == 0x2019 || c == '@' || c == '#' || c == '/' || c == '-';
}

/* [^\W\d_] */
static int is_letter(Py_UCS4 c)
{
    int kind = kinds(c);
    return kind & ALNUM && !(kind & DECIMAL);
}

/* Where the name that begins at `start` ends, or `start` where there is none. */
static Py_ssize_t name_end(const Text *text, Py_ssize_t start)
{
    Py_ssize_t i = start + 1;
    while (i < text->size && is_letter(at(text, i)))
        i++;
    if (i - start < 4)
        return start;
    while (i + 1 < text->size && at(text, i) == '-' && is_letter(at(text, i + 1)))
        for (i++; i < text->size && is_letter(at(text, i)); i++)
            ;
    if (i < text->size && (is_word(at(text, i)) || at(text, i) == '-'))
        return start;
    if (i + 1 < text->size && at(text, i) == '.' && at(text, i + 1) >= 'a' && at(text, i + 1) <= 'z')
        return start;
    return i;
}

PyObject *name_counts(PyObject *Py_UNUSED(module), PyObject *args)
{
    Text text = {0};
    PyObject *string;
    Py_ssize_t longest;
    if (!PyArg_ParseTuple(args, "Un", &string, &longest))
        return NULL;
    PyObject *counts = text_read(&text, string) < 0 ? NULL : PyDict_New();
    int before = 0;
    for (Py_ssize_t i = 0; counts && i < text.size; i++) {
        Py_UCS4 c = at(&text, i);
        int starts = !before && kinds(c) & UPPER && kinds(c) & WORD;
        before = joins(c);
        Py_ssize_t end = starts ? name_end(&text, i) : i;
        if (end == i || end - i > longest)
            continue;
        PyObject *name = PyUnicode_Substring(string, i, end);
        PyObject *known = name ? PyDict_GetItemWithError(counts, name) : NULL; /* borrowed */
        PyObject *count = name && !PyErr_Occurred() ? PyLong_FromLong(known ? PyLong_AsLong(known) + 1 : 1) : NULL;
        if (!count || PyDict_SetItem(counts, name, count) < 0)
            Py_CLEAR(counts);
        Py_XDECREF(count);
        Py_XDECREF(name);
        i = end - 1;
        before = 1;
    }
    text_free(&text);
    return counts;
}
