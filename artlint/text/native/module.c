/* artlint.text.native._native: the line model (artlint/text/line_model) and the folding of lines, in C. The Python modules say what
   is to be computed, and are used where this is not built; a test holds that both give the same. */
#include "decision_trees.h"
#include "line_features.h"

#include <math.h>

typedef struct {
    PyObject_HEAD
    Known known;
    Forest first, second;
} Model;

/* Words, one to a line, as keys of a table, with as many values or all with 1. */
static int table_fill(Table *table, PyObject *words, const int16_t *values, Py_ssize_t count)
{
    Text text = {0};
    Py_ssize_t start = 0, n = 0, lines = 1;
    if (text_read(&text, words) < 0)
        return -1;
    for (Py_ssize_t i = 0; i < text.size; i++)
        lines += at(&text, i) == '\n';
    if (values && lines != count) {
        PyErr_SetString(PyExc_ValueError, "there must be as many words as weights");
        lines = -1;
    } else if (table_make(table, (size_t)lines) < 0)
        lines = -1;
    for (Py_ssize_t i = 0; lines > 0 && i <= text.size; i++)
        if (i == text.size || at(&text, i) == '\n') {
            table_set(table, hash_span(HASH_START, &text, start, i), values ? values[n++] : 1);
            start = i + 1;
        }
    text_free(&text);
    return lines < 0 ? -1 : 0;
}

/* A dictionary with the value of each limit, and nothing else. */
static int limits_read(Limits *limits, PyObject *values)
{
    static char *names[] = {
        "max_shape_characters", "max_date_characters", "max_split_characters", "max_short_word", "min_content_word",
        "min_prose_words", "min_sentence_words", "min_dense_characters", "max_sample_characters", "min_long_words",
        "min_title_words", "max_title_lines", "max_like_words", "max_term_words", "max_whole_words",
        "max_averaged_lines", "max_distance",
        "min_dense_share", "nothing", "missing", "text_logit", "min_logit", NULL};
    PyObject *none = PyTuple_New(0);
    int read = none && PyArg_ParseTupleAndKeywords(
        none, values, "$nnnnnnnnnnnnnnnnnddddd", names,
        &limits->max_shape_characters, &limits->max_date_characters, &limits->max_split_characters,
        &limits->max_short_word, &limits->min_content_word,
        &limits->min_prose_words, &limits->min_sentence_words, &limits->min_dense_characters, &limits->max_sample_characters,
        &limits->min_long_words,
        &limits->min_title_words, &limits->max_title_lines, &limits->max_like_words, &limits->max_term_words,
        &limits->max_whole_words,
        &limits->max_averaged_lines, &limits->max_distance,
        &limits->min_dense_share, &limits->nothing, &limits->missing, &limits->text_logit, &limits->min_logit);
    Py_XDECREF(none);
    if (!read)
        return -1;
    if (limits->max_shape_characters >= 1 && limits->max_split_characters >= 1 && limits->max_averaged_lines >= 0 &&
        limits->max_term_words <= MOST_TERM_WORDS)
        return 0;
    PyErr_SetString(PyExc_ValueError, "these are no limits of a line model");
    return -1;
}

/* How far the lines around are, `size` of them. */
static int offsets_read(int *out, PyObject *offsets, Py_ssize_t size)
{
    if (PyTuple_GET_SIZE(offsets) != size) {
        PyErr_SetString(PyExc_ValueError, "this was built for another number of lines around");
        return -1;
    }
    for (Py_ssize_t n = 0; n < size; n++)
        out[n] = (int)PyLong_AsLong(PyTuple_GET_ITEM(offsets, n));
    return PyErr_Occurred() ? -1 : 0;
}

static int ends_read(Known *known, PyObject *ends)
{
    if (PyTuple_GET_SIZE(ends) > MOST_ENDS) {
        PyErr_SetString(PyExc_ValueError, "so many ends of sentences are not told apart");
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(ends); i++)
        if (text_read(known->ends + known->end_count++, PyTuple_GET_ITEM(ends, i)) < 0)
            return -1;
    return 0;
}

static PyObject *model_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"words", "weights", "first", "second", "functions", "terminals", "closers", "bullets", "ends",
                            "sizes", "near", "near_logits", "limits", NULL};
    PyObject *words, *first, *second, *functions, *terminals, *closers, *bullets, *ends, *near_, *near_logits, *limits;
    Py_ssize_t shape, place, told;
    Py_buffer weights;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "$Uy*O!O!UUUUO!(nnn)O!O!O!", names, &words, &weights, &PyTuple_Type,
                                     &first, &PyTuple_Type, &second, &functions, &terminals, &closers, &bullets,
                                     &PyTuple_Type, &ends, &shape, &place, &told, &PyTuple_Type, &near_, &PyTuple_Type,
                                     &near_logits, &PyDict_Type, &limits))
        return NULL;
    Model *self = (Model *)type->tp_alloc(type, 0);
    if (self) {
        Known *known = &self->known;
        Py_ssize_t count = weights.len / (Py_ssize_t)sizeof(int16_t);
        known->terminals = Py_NewRef(terminals);
        known->closers = Py_NewRef(closers);
        known->bullets = Py_NewRef(bullets);
        if (shape != SHAPE || place != PLACE || told != TOLD)
            PyErr_SetString(PyExc_ValueError, "this was built for other numbers of a line");
        else if (limits_read(&known->limits, limits) == 0 && offsets_read(known->near_, near_, NEAR) == 0 &&
                 offsets_read(known->near_logits, near_logits, NEAR_LOGITS) == 0 && ends_read(known, ends) == 0 &&
                 table_fill(&known->weights, words, weights.buf, count) == 0 &&
                 table_fill(&known->functions, functions, NULL, 0) == 0 && forest_make(&self->first, first, FIRST) == 0 &&
                 forest_make(&self->second, second, SECOND) == 0)
            known->bias = known->weights.values[table_slot(&known->weights, HASH_START)]; /* the weight of no word at all */
        if (PyErr_Occurred())
            Py_CLEAR(self);
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
    return !(line->prose && line->words >= self->known.limits.min_long_words);
}

/* model.judge, when the lines are read: fills `chances`. A row of inputs is large, and made anew for the second stage. */
static int judge(const Model *self, Line *lines, const Tokens *tokens, Py_ssize_t size, const Py_ssize_t *numbers,
                 const Py_ssize_t *counts, double *chances)
{
    const Limits *limits = &self->known.limits;
    double inputs[SECOND], sum = 0.0, *logits = PyMem_New(double, size);
    Context context = {0};
    int done = logits ? context_make(&context, &self->known, lines, tokens, size) : -1;
    if (!logits)
        PyErr_NoMemory();
    for (Py_ssize_t i = 0; !done && i < size; i++) {
        logits[i] = limits->text_logit;
        if (is_asked(self, lines + i)) {
            context_row(&context, i, numbers, counts[i], inputs);
            logits[i] = forest_sum(&self->first, inputs);
        }
        sum += 1 / (1 + exp(-logits[i]));
    }
    for (Py_ssize_t i = 0; !done && i < size; i++) {
        double logit = logits[i];
        chances[i] = 0.0;
        if (!is_asked(self, lines + i))
            continue;
        if (logit > limits->min_logit) {
            context_row(&context, i, numbers, counts[i], inputs);
            double *rest = inputs + FIRST;
            *rest++ = logit;
            for (int n = 0; n < NEAR_LOGITS; n++) {
                Py_ssize_t j = i + self->known.near_logits[n];
                *rest++ = j >= 0 && j < size ? logits[j] : limits->missing;
            }
            *rest = sum / (double)size;
            logit = forest_sum(&self->second, inputs);
        }
        chances[i] = 1 / (1 + exp(-logit));
    }
    context_free(&context);
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
             "For each block how likely it is boilerplate, and (is prose, words, ends a sentence, share of function words).\n"
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
                                       PyBool_FromLong(lines[i].ended), lines[i].told[3]);
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
    if (hash_prepare() < 0)
        return -1;
    PyObject *type = PyType_FromSpec(&model_spec);
    int done = type ? PyModule_AddObjectRef(module, "Model", type) : -1;
    Py_XDECREF(type);
    return done;
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, module_exec}, {0, NULL}};

static PyMethodDef module_methods[] = {
    {"fold_all", fold_all, METH_O, "fold_all(texts) -> list[str]: each text folded, as in text/folding.py."},
    {"shared_ngrams", shared_ngrams, METH_VARARGS, "shared_ngrams(texts, n) -> list[int]: which folded texts share n words in a row with another."},
    {"name_counts", name_counts, METH_VARARGS, "name_counts(text, longest) -> dict[str, int]: how often each form stands that begins with a capital, as in checks/names.py."},
    {"repeated_ngrams", repeated_ngrams, METH_VARARGS, "repeated_ngrams(words, n) -> dict[int, int]: where runs of n words stand that stand more than once, and where each stands first, as in measures/ngrams.py."},
    {"tokenize", tokenize, METH_VARARGS, "tokenize(text, table, known) -> list[str]: words and marks, as in measures/tokenizer.py."},
    {"may_be_similar", may_be_similar, METH_VARARGS, "may_be_similar(texts, near_characters, far, max_pairs, min_words, max_sample_characters) -> bool: whether two different folded texts may be similar, as in checks/common/block_similarity.py."},
    {"common", common, METH_VARARGS, "common(a, b) -> int: how many numbers two results of shingles share."},
    {"shingles", shingles, METH_VARARGS, "shingles(text, n, base) -> bytes: the different hashes of n words in a row, as in measures/shingles.py."},
    {NULL}};

static PyModuleDef module_def = {PyModuleDef_HEAD_INIT, .m_name = "_native", .m_methods = module_methods, .m_slots = module_slots};

PyMODINIT_FUNC PyInit__native(void)
{
    return PyModuleDef_Init(&module_def);
}
