/* artlint.text.native._native: the line model (artlint/text/line_model) and the folding of lines, in C. The Python modules say what
   is to be computed, and are used where this is not built; a test holds that both give the same. */
#include "forest.h"
#include "lines.h"

#include <math.h>

#define TEXT_LOGIT -4.0 /* as in model.py */
#define SURE -3.5

typedef struct {
    PyObject_HEAD
    Known known;
    Forest first, second;
} Model;

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
        if (n == count) {
            n++;
            break;
        }
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
        if (PyTuple_GET_SIZE(ends) > MOST_ENDS || shape_of < 1 || words_of < 1 || !weights.len) {
            PyErr_SetString(PyExc_ValueError, "these are no numbers of a line model");
            read = -1;
        }
        for (Py_ssize_t i = 0; !read && i < PyTuple_GET_SIZE(ends); i++)
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

/* model.skipped is the opposite */
static int is_asked(const Model *self, const Line *line)
{
    return !(line->prose && line->words >= self->known.long_words);
}

/* model.judge, when the lines are read: fills `chances`. A row of inputs is large, and made anew for the second stage. */
static int judge(const Model *self, Line *lines, const Tokens *tokens, Py_ssize_t size, const Py_ssize_t *numbers,
                 const Py_ssize_t *counts, double *chances)
{
    double inputs[SECOND], sum = 0.0, *logits = PyMem_New(double, size);
    Places places = {0};
    int done = logits ? places_make(&places, lines, tokens, size) : -1;
    if (!logits)
        PyErr_NoMemory();
    for (Py_ssize_t i = 0; !done && i < size; i++) {
        logits[i] = TEXT_LOGIT;
        if (is_asked(self, lines + i)) {
            places_row(&places, i, numbers, counts[i], inputs);
            logits[i] = forest_sum(&self->first, inputs);
        }
        sum += 1 / (1 + exp(-logits[i]));
    }
    for (Py_ssize_t i = 0; !done && i < size; i++) {
        double logit = logits[i];
        chances[i] = 0.0;
        if (!is_asked(self, lines + i))
            continue;
        if (logit > SURE) {
            places_row(&places, i, numbers, counts[i], inputs);
            double *rest = inputs + FIRST;
            *rest++ = logit;
            for (Py_ssize_t n = -AROUND / 2; n <= AROUND / 2; n++)
                if (n)
                    *rest++ = i + n >= 0 && i + n < size ? logits[i + n] : MISSING;
            *rest = sum / (double)size;
            logit = forest_sum(&self->second, inputs);
        }
        chances[i] = 1 / (1 + exp(-logit));
    }
    places_free(&places);
    PyMem_Free(logits);
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
    Py_ssize_t *numbers = PyMem_New(Py_ssize_t, 3 * size + 1);
    double *chances = PyMem_New(double, size + 1);
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
                                       PyBool_FromLong(lines[i].ended), lines[i].near_[3]);
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
                                    {Py_tp_doc, "The line model; see artlint/text/line_model/model.py."},
                                    {0, NULL}};

static PyType_Spec model_spec = {"artlint.text.native._native.Model", sizeof(Model), 0, Py_TPFLAGS_DEFAULT, model_slots};

/* What is looked up of characters is kept for all threads, under the one lock of the interpreter: the module says
   neither that it can do without that lock nor that interpreters may share it. */
static int module_exec(PyObject *module)
{
    PyObject *text = PyUnicode_FromString("artlint");
    Py_hash_t chance = text ? PyObject_Hash(text) : -1; /* Python's own secret; PYTHONHASHSEED fixes both */
    Py_XDECREF(text);
    if (chance == -1 && PyErr_Occurred())
        return -1;
    table_secret = ((Hash)chance * 0x9e3779b97f4a7c15u) | 1;
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
    {"repeated_runs", repeated_runs, METH_VARARGS, "repeated_runs(words, n) -> dict[int, int]: where runs of n words stand that stand more than once, and where each stands first, as in measures/ngrams.py."},
    {"tokens", tokens, METH_VARARGS, "tokens(text, table, known) -> list[str]: words and marks, as in measures/tokens.py."},
    {"alike", alike, METH_VARARGS, "alike(texts, near_characters, far) -> bool: whether two different folded texts may be alike."},
    {"common", common, METH_VARARGS, "common(a, b) -> int: how many numbers two results of shingles share."},
    {"shingles", shingles, METH_VARARGS, "shingles(text, n) -> bytes: the different hashes of n words in a row, as in measures/shingles.py."},
    {NULL}};

static PyModuleDef module_def = {PyModuleDef_HEAD_INIT, .m_name = "_native", .m_methods = module_methods, .m_slots = module_slots};

PyMODINIT_FUNC PyInit__native(void)
{
    return PyModuleDef_Init(&module_def);
}
