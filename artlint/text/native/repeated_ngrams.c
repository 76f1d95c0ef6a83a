#include "text.h"

/* Runs of n words that stand more than once. A word is known by Python's hash of it, which each string keeps, and a run
   by a number made of those; the hashes are random in each process, so nobody can make two runs that look the same. */

#define STEP 0x9e3779b97f4a7c15u /* odd */

typedef struct {
    uint64_t key;
    Py_ssize_t first, times; /* where the run stands first, and how often; 0: the slot is empty */
} Slot;

static Slot *slot_of(Slot *slots, size_t mask, uint64_t key)
{
    uint64_t mixed = key * STEP;
    size_t i = (size_t)(mixed ^ (mixed >> 32)) & mask;
    while (slots[i].times && slots[i].key != key)
        i = (i + 1) & mask;
    return slots + i;
}

/* The numbers of all runs into `keys`. */
static int number_runs(PyObject *words, Py_ssize_t n, uint64_t *keys)
{
    Py_ssize_t size = PyList_GET_SIZE(words);
    uint64_t highest = 1, run = 0;
    for (Py_ssize_t k = 0; k < n; k++)
        highest *= STEP;
    for (Py_ssize_t i = 0; i < size; i++) {
        PyObject *word = PyList_GET_ITEM(words, i);
        if (!PyUnicode_CheckExact(word)) { /* the hash of another type may be code in Python, which may change the list */
            PyErr_SetString(PyExc_TypeError, "words are str");
            return -1;
        }
        run = run * STEP + (uint64_t)PyObject_Hash(word);
        if (i >= n) /* the run loses its first word */
            run -= (uint64_t)PyObject_Hash(PyList_GET_ITEM(words, i - n)) * highest;
        if (i >= n - 1)
            keys[i - n + 1] = run;
    }
    return 0;
}

/* See measures/ngrams.py */
PyObject *repeated_ngrams(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *words, *found = NULL;
    Py_ssize_t n;
    if (!PyArg_ParseTuple(args, "O!n", &PyList_Type, &words, &n))
        return NULL;
    if (n < 1)
        return PyErr_Format(PyExc_ValueError, "a run has at least one word");
    Py_ssize_t count = PyList_GET_SIZE(words) - n + 1;
    if (count < 2)
        return PyDict_New();
    size_t mask = 16;
    while (mask < 2 * (size_t)count)
        mask *= 2;
    uint64_t *keys = PyMem_New(uint64_t, count);
    Slot *slots = PyMem_Calloc(mask--, sizeof *slots);
    if (!keys || !slots)
        PyErr_NoMemory();
    else if (number_runs(words, n, keys) == 0)
        found = PyDict_New();
    Py_ssize_t again = 0;
    for (Py_ssize_t i = 0; found && i < count; i++) {
        Slot *slot = slot_of(slots, mask, keys[i]);
        if (!slot->times++) {
            slot->key = keys[i];
            slot->first = i;
        } else
            again++;
    }
    for (Py_ssize_t i = 0; found && again && i < count; i++) {
        Slot *slot = slot_of(slots, mask, keys[i]);
        if (slot->times < 2)
            continue;
        PyObject *place = PyLong_FromSsize_t(i), *first = PyLong_FromSsize_t(slot->first);
        if (!place || !first || PyDict_SetItem(found, place, first) < 0)
            Py_CLEAR(found);
        Py_XDECREF(place);
        Py_XDECREF(first);
    }
    PyMem_Free(keys);
    PyMem_Free(slots);
    return found;
}
