/* artlint.native._native: the line model (artlint/furniture) and the folding of lines, in C. The Python modules say what
   is to be computed, and are used where this is not built; a test holds that both give the same. */
#include "lines.h"

#include <math.h>

#define TEXT_LOGIT -4.0 /* as in model.py */
#define SURE -3.5

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

typedef struct {
    PyObject_HEAD
    Known known;
    Forest first, second;
} Model;

enum { GROUP = 8 }; /* trees are walked so many at once: each step waits for memory, and not for the others */

static double forest_sum(const Forest *forest, const double *inputs)
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

static void forest_free(Forest *forest)
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

/* A forest from five arrays: features, values, left, leaves of each node; root and depth of each tree. */
static int forest_make(Forest *forest, PyObject *arrays, Py_ssize_t inputs)
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

/* Words, one to a line, as keys of a table, with their values or 1. */
static int table_fill(Table *table, PyObject *words, const int16_t *values, Py_ssize_t count)
{
    Text text = {0};
    Py_ssize_t start = 0, n = 0;
    if (table_make(table, (size_t)count) < 0 || text_read(&text, words) < 0)
        return -1;
    for (Py_ssize_t i = 0; i <= text.size; i++) {
        if (i < text.size && at(&text, i) != '\n')
            continue;
        if (n == count)
            break;
        table_set(table, hash_span(HASH_START, &text, start, i), values ? values[n] : 1);
        start = i + 1;
        n++;
    }
    text_free(&text);
    if (n == count)
        return 0;
    PyErr_SetString(PyExc_ValueError, "there must be as many words as weights");
    return -1;
}

static PyObject *model_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"words", "weights", "first", "second", "functions", "terminals", "closers", "bullets", "ends",
                            "limits", NULL};
    PyObject *words, *first, *second, *functions, *terminals, *closers, *bullets, *ends;
    Py_buffer weights;
    Py_ssize_t function_count, shape_of, words_of, long_words;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "Uy*O!O!UUUUO!(nnnn)", names, &words, &weights, &PyTuple_Type, &first,
                                     &PyTuple_Type, &second, &functions, &terminals, &closers, &bullets, &PyTuple_Type,
                                     &ends, &function_count, &shape_of, &words_of, &long_words))
        return NULL;
    Model *self = (Model *)type->tp_alloc(type, 0);
    if (self) {
        Known *known = &self->known;
        known->terminals = Py_NewRef(terminals);
        known->closers = Py_NewRef(closers);
        known->bullets = Py_NewRef(bullets);
        known->shape_of = shape_of;
        known->words_of = words_of;
        known->long_words = long_words;
        int read = 0;
        for (Py_ssize_t i = 0; !read && i < least(PyTuple_GET_SIZE(ends), 8); i++)
            read = text_read(known->ends + known->end_count++, PyTuple_GET_ITEM(ends, i));
        if (read < 0 || table_fill(&known->weights, words, weights.buf, weights.len / (Py_ssize_t)sizeof(int16_t)) < 0 ||
            table_fill(&known->functions, functions, NULL, function_count) < 0 || forest_make(&self->first, first, FIRST) < 0 ||
            forest_make(&self->second, second, SECOND) < 0)
            Py_CLEAR(self);
        else /* the weight of no word at all */
            known->bias = known->weights.values[table_slot(&known->weights, HASH_START)];
    }
    PyBuffer_Release(&weights);
    return (PyObject *)self;
}

static void model_dealloc(Model *self)
{
    PyTypeObject *type = Py_TYPE(self);
    table_free(&self->known.weights);
    table_free(&self->known.functions);
    Py_XDECREF(self->known.terminals);
    Py_XDECREF(self->known.closers);
    Py_XDECREF(self->known.bullets);
    for (Py_ssize_t i = 0; i < self->known.end_count; i++)
        text_free(self->known.ends + i);
    forest_free(&self->first);
    forest_free(&self->second);
    type->tp_free(self);
    Py_DECREF(type);
}

/* model._probabilities, when the lines are read: fills `chances` */
static int judge(const Model *self, Line *lines, const Tokens *tokens, Py_ssize_t size, const Py_ssize_t *places,
                 const Py_ssize_t *counts, double *chances)
{
    int done = -1;
    double *inputs = PyMem_Malloc((size_t)size * FIRST * sizeof(double)), *logits = PyMem_Malloc(size * sizeof(double));
    char *asked = PyMem_Malloc(size);
    if (!inputs || !logits || !asked) {
        PyErr_NoMemory();
        goto end;
    }
    for (Py_ssize_t i = 0; i < size; i++)
        asked[i] = !(lines[i].prose && lines[i].words >= self->known.long_words);
    if (lines_place(lines, tokens, size, places, counts, asked, inputs) < 0)
        goto end;
    double sum = 0.0;
    for (Py_ssize_t i = 0; i < size; i++) {
        logits[i] = asked[i] ? forest_sum(&self->first, inputs + i * FIRST) : TEXT_LOGIT;
        sum += 1 / (1 + exp(-logits[i]));
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        double logit = logits[i];
        if (asked[i] && logit > SURE) {
            double all[SECOND];
            memcpy(all, inputs + i * FIRST, FIRST * sizeof(double));
            double *rest = all + FIRST;
            *rest++ = logit;
            for (Py_ssize_t n = -AROUND / 2; n <= AROUND / 2; n++)
                if (n)
                    *rest++ = i + n >= 0 && i + n < size ? logits[i + n] : MISSING;
            *rest = sum / (double)size;
            logit = forest_sum(&self->second, all);
        }
        chances[i] = asked[i] ? 1 / (1 + exp(-logit)) : 0.0;
    }
    done = 0;
end:
    PyMem_Free(inputs);
    PyMem_Free(logits);
    PyMem_Free(asked);
    return done;
}

static int numbers_of(PyObject *list, Py_ssize_t size, Py_ssize_t *out)
{
    if (!PyList_Check(list) || PyList_GET_SIZE(list) != size) {
        PyErr_SetString(PyExc_ValueError, "lists of the same articles are of the same length");
        return -1;
    }
    for (Py_ssize_t i = 0; i < size; i++)
        out[i] = PyLong_AsSsize_t(PyList_GET_ITEM(list, i));
    return PyErr_Occurred() ? -1 : 0;
}

PyDoc_STRVAR(judge_doc, "judge(texts, places, counts) -> (chances, lines)\n\n"
             "For each block how likely it is furniture, and (is prose, words, ends a sentence, share of function words).\n"
             "`places` holds the first and last line number of each block in turn, `counts` how often its folded text stands.");

static PyObject *model_judge(Model *self, PyObject *args)
{
    PyObject *texts, *places, *counts, *result = NULL;
    if (!PyArg_ParseTuple(args, "O!OO", &PyList_Type, &texts, &places, &counts))
        return NULL;
    Py_ssize_t size = PyList_GET_SIZE(texts);
    Tokens tokens = {0};
    Text scratch[2] = {{0}, {0}};
    Line *lines = PyMem_Calloc(size + 1, sizeof(Line));
    Py_ssize_t *numbers = PyMem_Malloc((3 * size + 1) * sizeof(Py_ssize_t));
    double *chances = PyMem_Malloc((size + 1) * sizeof(double));
    if (!lines || !numbers || !chances) {
        PyErr_NoMemory();
        goto end;
    }
    if (numbers_of(places, 2 * size, numbers) < 0 || numbers_of(counts, size, numbers + 2 * size) < 0)
        goto end;
    for (Py_ssize_t i = 0; i < size; i++) {
        PyObject *string = PyList_GET_ITEM(texts, i);
        if (!PyUnicode_Check(string)) {
            PyErr_SetString(PyExc_TypeError, "texts are str");
            goto end;
        }
        if (line_read(&self->known, string, lines + i, &tokens, scratch) < 0)
            goto end;
    }
    if (judge(self, lines, &tokens, size, numbers, numbers + 2 * size, chances) < 0)
        goto end;
    PyObject *likely = PyList_New(size), *seen = PyList_New(size);
    for (Py_ssize_t i = 0; likely && seen && i < size; i++) {
        PyObject *chance = PyFloat_FromDouble(chances[i]);
        PyObject *line = Py_BuildValue("(NnNd)", PyBool_FromLong(lines[i].prose), lines[i].words,
                                       PyBool_FromLong(lines[i].ended), lines[i].near[3]);
        if (!chance || !line) {
            Py_XDECREF(chance);
            Py_XDECREF(line);
            Py_CLEAR(likely);
            break;
        }
        PyList_SET_ITEM(likely, i, chance);
        PyList_SET_ITEM(seen, i, line);
    }
    if (likely && seen)
        result = PyTuple_Pack(2, likely, seen);
    Py_XDECREF(likely);
    Py_XDECREF(seen);
end:
    text_free(scratch);
    text_free(scratch + 1);
    PyMem_Free(tokens.items);
    PyMem_Free(lines);
    PyMem_Free(numbers);
    PyMem_Free(chances);
    return result;
}

static PyMethodDef model_methods[] = {{"judge", (PyCFunction)model_judge, METH_VARARGS, judge_doc}, {NULL}};

static PyType_Slot model_slots[] = {{Py_tp_new, model_new},
                                    {Py_tp_dealloc, model_dealloc},
                                    {Py_tp_methods, model_methods},
                                    {Py_tp_doc, "The line model; see artlint/furniture/model.py."},
                                    {0, NULL}};

static PyType_Spec model_spec = {"artlint.native._native.Model", sizeof(Model), 0, Py_TPFLAGS_DEFAULT, model_slots};

static int module_exec(PyObject *module)
{
    PyObject *type = PyType_FromSpec(&model_spec);
    int done = type ? PyModule_AddObjectRef(module, "Model", type) : -1;
    Py_XDECREF(type);
    return done;
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, module_exec}, {0, NULL}};

static PyMethodDef module_methods[] = {
    {"fold_all", fold_all, METH_O, "fold_all(texts) -> list[str]: each text folded, as phrases.fold does it."},
    {"sharing", sharing, METH_VARARGS, "sharing(texts, n) -> list[int]: which folded texts share n words in a row with another."},
    {"names", names, METH_VARARGS, "names(text, longest) -> dict[str, int]: how often each form stands that begins with a capital, as in checks/names.py."},
    {"alike", alike, METH_VARARGS, "alike(texts, near_characters, far) -> bool: whether two different folded texts may be alike."},
    {NULL}};

static PyModuleDef module_def = {PyModuleDef_HEAD_INIT, .m_name = "_native", .m_methods = module_methods, .m_slots = module_slots};

PyMODINIT_FUNC PyInit__native(void)
{
    return PyModuleDef_Init(&module_def);
}
