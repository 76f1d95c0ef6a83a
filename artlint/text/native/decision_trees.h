/* Small decision trees, summed up. */
#ifndef ARTLINT_DECISION_TREES_H
#define ARTLINT_DECISION_TREES_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
    double value;     /* the threshold; of a leaf infinite */
    uint16_t feature;
    uint16_t left;    /* where it goes on up to the threshold, and one further above it; a leaf leads to itself */
} Node;

typedef struct {
    Node *nodes;
    double *leaves;
    uint16_t *roots;
    uint16_t *depths; /* of each group of trees */
    Py_ssize_t size, groups;
} Forest;

double forest_sum(const Forest *forest, const double *inputs);
int forest_make(Forest *forest, PyObject *arrays, Py_ssize_t inputs);
void forest_free(Forest *forest);

#endif
