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
    return lines[j].near[5] == lines[i].near[5] && apart <= 3 && apart >= -3 && !lines[j].ended;
}

static Py_ssize_t most(Py_ssize_t a, Py_ssize_t b)
{
    return a > b ? a : b;
}

/* What is known of all lines before each, and of the running text around it. */
typedef struct {
    Py_ssize_t *prose, *words; /* so many before line i */
    double *read;              /* characters before it */
    int *above, *below;        /* distance to running text */
} Before;

static int before_make(Before *before, const Line *lines, Py_ssize_t size)
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

static void before_free(Before *before)
{
    PyMem_Free(before->prose);
    PyMem_Free(before->words);
    PyMem_Free(before->read);
    PyMem_Free(before->above);
    PyMem_Free(before->below);
}

/* features.vectors and model.first_inputs: FIRST numbers of each line that is asked. `places` are the numbers of the
   first and last line of each block, `counts` how often its folded text stands in the article. */
int lines_place(Line *lines, const Tokens *tokens, Py_ssize_t size, const Py_ssize_t *places,
                const Py_ssize_t *counts, const char *asked, double *vectors)
{
    Before before = {0};
    Table vocabulary = {0}, title = {0};
    int done = -1;
    if (before_make(&before, lines, size) < 0 || table_make(&vocabulary, tokens->size) < 0)
        goto end;
    Py_ssize_t first = size, last = -1, heading = -1;
    double prose_text = 0.0;
    for (Py_ssize_t i = 0; i < size; i++) {
        if (heading < 0 && i < TITLE_LINES && !lines[i].ended && lines[i].words >= 4)
            heading = i;
        if (!lines[i].prose)
            continue;
        first = least(first, i);
        last = i;
        prose_text += lines[i].shape[0];
        learn(&vocabulary, lines + i, tokens);
    }
    if (table_make(&title, heading < 0 ? 0 : (size_t)lines[heading].tokens) < 0)
        goto end;
    if (heading >= 0)
        learn(&title, lines + heading, tokens);
    Py_ssize_t proses = before.prose[size];
    double total = before.read[size] > 1.0 ? before.read[size] : 1.0;
    for (Py_ssize_t i = 0; i < size; i++) {
        if (!asked[i])
            continue;
        const Line *line = lines + i;
        const Token *own = tokens->items + line->token;
        Py_ssize_t low = most(0, i - BESIDE), high = least(size, i + BESIDE + 1);
        double *out = vectors + i * FIRST;
        double place[PLACE] = {
            (double)i,
            (double)(size - 1 - i),
            (double)i / (double)size,
            before.read[i] / total,
            before.above[i],
            before.below[i],
            (double)(first - i),
            (double)(i - last),
            line->prose,
            (double)before.prose[i] / (double)most(1, proses),
            (double)size,
            (double)proses,
            (double)proses / (double)size,
            prose_text / total,
            (double)counts[i],
            shared(&vocabulary, own, line->tokens),
            title.used ? shared(&title, own, line->tokens) : -1.0,
            (double)(before.words[high] - before.words[low]) / (double)(high - low),
            (double)(before.prose[high] - before.prose[low]) / (double)(high - low),
            (double)(proses - before.prose[i + 1]) / (double)most(1, size - i - 1),
            (double)before.prose[i] / (double)most(1, i),
            i ? (double)(places[2 * i] - places[2 * i - 1]) : 0.0,
            i + 1 < size ? (double)(places[2 * i + 2] - places[2 * i + 1]) : 0.0,
            is_like(lines, size, i, i - 2) + is_like(lines, size, i, i - 1) + is_like(lines, size, i, i + 1) +
                is_like(lines, size, i, i + 2),
        };
        memcpy(out, line->shape, sizeof line->shape);
        memcpy(out + SHAPE, place, sizeof place);
        double *near = out + SHAPE + PLACE, *score = near + OFFSETS * NEAR;
        *score++ = line->score;
        for (int n = 0; n < OFFSETS; n++) {
            Py_ssize_t j = i + OFFSETS_OF[n];
            int inside = j >= 0 && j < size;
            for (int k = 0; k < NEAR; k++)
                *near++ = inside ? lines[j].near[k] : -1.0;
            *score++ = inside ? lines[j].score : MISSING;
        }
    }
    done = 0;
end:
    before_free(&before);
    table_free(&vocabulary);
    table_free(&title);
    return done;
}
