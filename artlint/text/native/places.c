#include "lines.h"

enum { FAR_AWAY = 99, BESIDE = 5, TITLE_LINES = 6 };

static const int OFFSETS_OF[OFFSETS] = {-3, -2, -1, 1, 2, 3};

/* The tokens of a line that are in `vocabulary`, as a share of its content words; -1 where it has none. */
static double shared(const Table *vocabulary, const Token *tokens, Py_ssize_t size)
{
    Py_ssize_t content = 0, found = 0;
    for (Py_ssize_t i = 0; i < size; i++)
        if (tokens[i].size > 2 && !tokens[i].function) {
            content++;
            found += table_has(vocabulary, tokens[i].hash);
        }
    return content ? (double)found / (double)content : -1.0;
}

static void learn(Table *vocabulary, const Line *line, const Tokens *tokens)
{
    for (Py_ssize_t i = 0; i < line->tokens; i++)
        table_set(vocabulary, tokens->items[line->token + i].hash, 1);
}

static int is_like(const Line *lines, Py_ssize_t size, Py_ssize_t i, Py_ssize_t j)
{
    if (j < 0 || j >= size)
        return 0;
    Py_ssize_t apart = lines[j].words - lines[i].words;
    return lines[j].near_[5] == lines[i].near_[5] && apart <= 3 && apart >= -3 && !lines[j].ended;
}

static Py_ssize_t most(Py_ssize_t a, Py_ssize_t b)
{
    return a > b ? a : b;
}

static int count_before(Places *before, const Line *lines, Py_ssize_t size)
{
    before->prose = PyMem_Calloc(size + 1, sizeof(Py_ssize_t));
    before->words = PyMem_Calloc(size + 1, sizeof(Py_ssize_t));
    before->read = PyMem_Calloc(size + 1, sizeof(double));
    before->above = PyMem_Calloc(size + 1, sizeof(int));
    before->below = PyMem_Calloc(size + 1, sizeof(int));
    if (!before->prose || !before->words || !before->read || !before->above || !before->below) {
        PyErr_NoMemory();
        return -1;
    }
    int distance = FAR_AWAY;
    for (Py_ssize_t i = 0; i < size; i++) {
        before->prose[i + 1] = before->prose[i] + lines[i].prose;
        before->words[i + 1] = before->words[i] + lines[i].words;
        before->read[i + 1] = before->read[i] + lines[i].shape[0];
        before->above[i] = distance;
        distance = lines[i].prose ? 1 : (int)least(FAR_AWAY, distance + 1);
    }
    distance = FAR_AWAY;
    for (Py_ssize_t i = size; i-- > 0;) {
        before->below[i] = distance;
        distance = lines[i].prose ? 1 : (int)least(FAR_AWAY, distance + 1);
    }
    return 0;
}

void places_free(Places *places)
{
    PyMem_Free(places->prose);
    PyMem_Free(places->words);
    PyMem_Free(places->read);
    PyMem_Free(places->above);
    PyMem_Free(places->below);
    table_free(&places->vocabulary);
    table_free(&places->title);
}

int places_make(Places *places, const Line *lines, const Tokens *tokens, Py_ssize_t size)
{
    Py_ssize_t heading = -1;
    places->lines = lines;
    places->tokens = tokens;
    places->size = places->first = size;
    places->last = -1;
    if (count_before(places, lines, size) < 0 || table_make(&places->vocabulary, tokens->size) < 0)
        return -1;
    for (Py_ssize_t i = 0; i < size; i++) {
        if (heading < 0 && i < TITLE_LINES && !lines[i].ended && lines[i].words >= 4)
            heading = i;
        if (!lines[i].prose)
            continue;
        places->first = least(places->first, i);
        places->last = i;
        places->prose_text += lines[i].shape[0];
        learn(&places->vocabulary, lines + i, tokens);
    }
    if (table_make(&places->title, heading < 0 ? 0 : (size_t)lines[heading].tokens) < 0)
        return -1;
    if (heading >= 0)
        learn(&places->title, lines + heading, tokens);
    return 0;
}

/* features.vectors and model.first_inputs: FIRST numbers of line i. `numbers` are those of the first and last line of
   each block, `count` is how often the line's folded text stands in the article. */
void places_row(const Places *places, Py_ssize_t i, const Py_ssize_t *numbers, Py_ssize_t count, double *out)
{
    const Line *lines = places->lines, *line = lines + i;
    const Token *own = places->tokens->items + line->token;
    Py_ssize_t size = places->size, low = most(0, i - BESIDE), high = least(size, i + BESIDE + 1);
    Py_ssize_t proses = places->prose[size];
    double total = places->read[size] > 1.0 ? places->read[size] : 1.0;
    double place[PLACE] = {
        (double)i,
        (double)(size - 1 - i),
        (double)i / (double)size,
        places->read[i] / total,
        places->above[i],
        places->below[i],
        (double)(places->first - i),
        (double)(i - places->last),
        line->prose,
        (double)places->prose[i] / (double)most(1, proses),
        (double)size,
        (double)proses,
        (double)proses / (double)size,
        places->prose_text / total,
        (double)count,
        shared(&places->vocabulary, own, line->tokens),
        places->title.used > 0 ? shared(&places->title, own, line->tokens) : -1.0,
        (double)(places->words[high] - places->words[low]) / (double)(high - low),
        (double)(places->prose[high] - places->prose[low]) / (double)(high - low),
        (double)(proses - places->prose[i + 1]) / (double)most(1, size - i - 1),
        (double)places->prose[i] / (double)most(1, i),
        i ? (double)(numbers[2 * i] - numbers[2 * i - 1]) : 0.0,
        i + 1 < size ? (double)(numbers[2 * i + 2] - numbers[2 * i + 1]) : 0.0,
        is_like(lines, size, i, i - 2) + is_like(lines, size, i, i - 1) + is_like(lines, size, i, i + 1) +
            is_like(lines, size, i, i + 2),
    };
    memcpy(out, line->shape, sizeof line->shape);
    memcpy(out + SHAPE, place, sizeof place);
    double *near_ = out + SHAPE + PLACE, *score = near_ + OFFSETS * NEAR;
    *score++ = line->score;
    for (int n = 0; n < OFFSETS; n++) {
        Py_ssize_t j = i + OFFSETS_OF[n];
        int inside = j >= 0 && j < size;
        for (int k = 0; k < NEAR; k++)
            *near_++ = inside ? lines[j].near_[k] : -1.0;
        *score++ = inside ? lines[j].score : MISSING;
    }
}
