#include "line_features.h"

/* The tokens of a line that are in `vocabulary`, as a share of its content words; `nothing` where it has none. */
static double shared(const Limits *limits, const Table *vocabulary, const Token *tokens, Py_ssize_t size)
{
    Py_ssize_t content = 0, found = 0;
    for (Py_ssize_t i = 0; i < size; i++)
        if (tokens[i].size >= limits->min_content_word && !tokens[i].function) {
            content++;
            found += table_has(vocabulary, tokens[i].hash);
        }
    return content ? (double)found / (double)content : limits->nothing;
}

static void learn(Table *vocabulary, const Line *line, const Tokens *tokens)
{
    for (Py_ssize_t i = 0; i < line->tokens; i++)
        table_set(vocabulary, tokens->items[line->token + i].hash, 1);
}

static int is_like(const Limits *limits, const Line *lines, Py_ssize_t size, Py_ssize_t i, Py_ssize_t j)
{
    if (j < 0 || j >= size)
        return 0;
    Py_ssize_t apart = lines[j].words - lines[i].words;
    return lines[j].told[5] == lines[i].told[5] && apart <= limits->max_like_words && -apart <= limits->max_like_words && !lines[j].ended;
}

static Py_ssize_t most(Py_ssize_t a, Py_ssize_t b)
{
    return a > b ? a : b;
}

static int count_before(Context *before, const Line *lines, Py_ssize_t size)
{
    int max_distance = (int)before->known->limits.max_distance;
    before->prose = PyMem_Calloc(size + 1, sizeof(Py_ssize_t));
    before->words = PyMem_Calloc(size + 1, sizeof(Py_ssize_t));
    before->read = PyMem_Calloc(size + 1, sizeof(double));
    before->above = PyMem_Calloc(size + 1, sizeof(int));
    before->below = PyMem_Calloc(size + 1, sizeof(int));
    if (!before->prose || !before->words || !before->read || !before->above || !before->below) {
        PyErr_NoMemory();
        return -1;
    }
    int distance = max_distance;
    for (Py_ssize_t i = 0; i < size; i++) {
        before->prose[i + 1] = before->prose[i] + lines[i].prose;
        before->words[i + 1] = before->words[i] + lines[i].words;
        before->read[i + 1] = before->read[i] + lines[i].shape[0];
        before->above[i] = distance;
        distance = lines[i].prose ? 1 : (int)least(max_distance, distance + 1);
    }
    distance = max_distance;
    for (Py_ssize_t i = size; i-- > 0;) {
        before->below[i] = distance;
        distance = lines[i].prose ? 1 : (int)least(max_distance, distance + 1);
    }
    return 0;
}

void context_free(Context *context)
{
    PyMem_Free(context->prose);
    PyMem_Free(context->words);
    PyMem_Free(context->read);
    PyMem_Free(context->above);
    PyMem_Free(context->below);
    table_free(&context->vocabulary);
    table_free(&context->title);
}

int context_make(Context *context, const Known *known, const Line *lines, const Tokens *tokens, Py_ssize_t size)
{
    const Limits *limits = &known->limits;
    Py_ssize_t heading = -1;
    context->known = known;
    context->lines = lines;
    context->tokens = tokens;
    context->size = context->first = size;
    context->last = -1;
    if (count_before(context, lines, size) < 0 || table_make(&context->vocabulary, tokens->size) < 0)
        return -1;
    for (Py_ssize_t i = 0; i < size; i++) {
        if (heading < 0 && i < limits->max_title_lines && !lines[i].ended && lines[i].words >= limits->min_title_words)
            heading = i;
        if (!lines[i].prose)
            continue;
        context->first = least(context->first, i);
        context->last = i;
        context->prose_text += lines[i].shape[0];
        learn(&context->vocabulary, lines + i, tokens);
    }
    if (table_make(&context->title, heading < 0 ? 0 : (size_t)lines[heading].tokens) < 0)
        return -1;
    if (heading >= 0)
        learn(&context->title, lines + heading, tokens);
    return 0;
}

/* features.vectors and model.first_inputs: FIRST numbers of line i. `numbers` are those of the first and last line of
   each block, `count` is how often the line's folded text stands in the article. */
void context_row(const Context *context, Py_ssize_t i, const Py_ssize_t *numbers, Py_ssize_t count, double *out)
{
    const Known *known = context->known;
    const Limits *limits = &known->limits;
    const Line *lines = context->lines, *line = lines + i;
    const Token *own = context->tokens->items + line->token;
    Py_ssize_t size = context->size, beside = limits->max_averaged_lines;
    Py_ssize_t low = most(0, i - beside), high = least(size, i + beside + 1);
    Py_ssize_t proses = context->prose[size];
    double total = context->read[size] > 1.0 ? context->read[size] : 1.0;
    double place[PLACE] = {
        (double)i,
        (double)(size - 1 - i),
        (double)i / (double)size,
        context->read[i] / total,
        context->above[i],
        context->below[i],
        (double)(context->first - i),
        (double)(i - context->last),
        line->prose,
        (double)context->prose[i] / (double)most(1, proses),
        (double)size,
        (double)proses,
        (double)proses / (double)size,
        context->prose_text / total,
        (double)count,
        shared(limits, &context->vocabulary, own, line->tokens),
        context->title.used > 0 ? shared(limits, &context->title, own, line->tokens) : limits->nothing,
        (double)(context->words[high] - context->words[low]) / (double)(high - low),
        (double)(context->prose[high] - context->prose[low]) / (double)(high - low),
        (double)(proses - context->prose[i + 1]) / (double)most(1, size - i - 1),
        (double)context->prose[i] / (double)most(1, i),
        i ? (double)(numbers[2 * i] - numbers[2 * i - 1]) : 0.0,
        i + 1 < size ? (double)(numbers[2 * i + 2] - numbers[2 * i + 1]) : 0.0,
        is_like(limits, lines, size, i, i - 2) + is_like(limits, lines, size, i, i - 1) + is_like(limits, lines, size, i, i + 1) +
            is_like(limits, lines, size, i, i + 2),
    };
    memcpy(out, line->shape, sizeof line->shape);
    memcpy(out + SHAPE, place, sizeof place);
    double *told = out + SHAPE + PLACE, *score = told + NEAR * TOLD;
    *score++ = line->score;
    for (int n = 0; n < NEAR; n++) {
        Py_ssize_t j = i + known->near_[n];
        int inside = j >= 0 && j < size;
        for (int k = 0; k < TOLD; k++)
            *told++ = inside ? lines[j].told[k] : limits->nothing;
        *score++ = inside ? lines[j].score : limits->missing;
    }
}
