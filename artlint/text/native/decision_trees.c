#include "decision_trees.h"

#include <math.h>

enum { GROUP = 8 }; /* trees are walked so many at once: each step waits for memory, and not for the others */

double forest_sum(const Forest *forest, const double *inputs)
{
    double sum = 0.0;
    for (Py_ssize_t group = 0; group < forest->groups; group++) {
        uint16_t at[GROUP];
        memcpy(at, forest->roots + group * GROUP, sizeof at);
        for (int step = forest->depths[group]; step; step--)
            for (int k = 0; k < GROUP; k++) {
                const Node *node = forest->nodes + at[k];
                at[k] = (uint16_t)(node->left + (inputs[node->feature] > node->value));
            }
        for (int k = 0; k < GROUP; k++)
            sum += forest->leaves[at[k]];
    }
    return sum;
}

void forest_free(Forest *forest)
{
    PyMem_Free(forest->nodes);
    PyMem_Free(forest->leaves);
    PyMem_Free(forest->roots);
    PyMem_Free(forest->depths);
}

/* Whether no node leads astray: every step stays inside. */
static int is_sound(const Forest *forest, Py_ssize_t inputs)
{
    for (Py_ssize_t n = 0; n < forest->size; n++) {
        const Node *node = forest->nodes + n;
        int leaf = node->left == n && isinf(node->value);
        if (node->feature >= inputs || (!leaf && node->left + 1 >= forest->size))
            return 0;
    }
    for (Py_ssize_t t = 0; t < forest->groups * GROUP; t++)
        if (forest->roots[t] >= forest->size)
            return 0;
    return 1;
}

/* A forest from six arrays: features, values, left, leaves of each node; root and depth of each tree. */
int forest_make(Forest *forest, PyObject *arrays, Py_ssize_t inputs)
{
    Py_buffer features, values, left, leaves, roots, depths;
    if (!PyArg_ParseTuple(arrays, "y*y*y*y*y*y*", &features, &values, &left, &leaves, &roots, &depths))
        return -1;
    Py_ssize_t size = features.len / 2, trees = roots.len / 2;
    int fit = size && values.len == 8 * size && left.len == 2 * size && leaves.len == 8 * size && depths.len == roots.len;
    forest->size = size + 1; /* the last is a leaf that says nothing: the trees that fill up the last group */
    forest->groups = (trees + GROUP - 1) / GROUP;
    forest->nodes = PyMem_Calloc(forest->size, sizeof(Node));
    forest->leaves = PyMem_Calloc(forest->size, sizeof(double));
    forest->roots = PyMem_Calloc(forest->groups + 1, GROUP * sizeof(uint16_t));
    forest->depths = PyMem_Calloc(forest->groups + 1, sizeof(uint16_t));
    if (!forest->nodes || !forest->leaves || !forest->roots || !forest->depths)
        PyErr_NoMemory();
    else if (fit && forest->size <= UINT16_MAX) {
        for (Py_ssize_t n = 0; n < size; n++) {
            Node node = {((double *)values.buf)[n], ((uint16_t *)features.buf)[n], ((uint16_t *)left.buf)[n]};
            forest->nodes[n] = node;
        }
        Node nothing = {INFINITY, 0, (uint16_t)size};
        forest->nodes[size] = nothing;
        memcpy(forest->leaves, leaves.buf, leaves.len);
        for (Py_ssize_t t = 0; t < forest->groups * GROUP; t++)
            forest->roots[t] = t < trees ? ((uint16_t *)roots.buf)[t] : (uint16_t)size;
        for (Py_ssize_t t = 0; t < trees; t++)
            if (((uint16_t *)depths.buf)[t] > forest->depths[t / GROUP])
                forest->depths[t / GROUP] = ((uint16_t *)depths.buf)[t];
        fit = is_sound(forest, inputs);
    }
    PyBuffer_Release(&features);
    PyBuffer_Release(&values);
    PyBuffer_Release(&left);
    PyBuffer_Release(&leaves);
    PyBuffer_Release(&roots);
    PyBuffer_Release(&depths);
    if (!PyErr_Occurred() && !fit)
        PyErr_SetString(PyExc_ValueError, "these are no trees");
    return PyErr_Occurred() ? -1 : 0;
}
