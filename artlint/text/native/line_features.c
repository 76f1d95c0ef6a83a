#include "line_features.h"

#include <math.h>

static int contains(PyObject *characters, Py_UCS4 c)
{
    return PyUnicode_FindChar(characters, c, 0, PyUnicode_GET_LENGTH(characters), 1) >= 0;
}

/* sentence_marks.ends_sentence */
static int ends_sentence(const Known *known, const Text *text)
{
    Py_ssize_t end = text->size;
    while (end && is_space(at(text, end - 1)))
        end--;
    while (end && (contains(known->closers, at(text, end - 1))))
        end--;
    return end && contains(known->terminals, at(text, end - 1));
}

/* layout.is_bullet */
static int is_bullet(const Known *known, const Text *text)
{
    if (text->size > 1 && at(text, 1) == ' ' && contains(known->bullets, at(text, 0)))
        return 1;
    Py_ssize_t size = least(text->size, 6), gap = 0;
    while (gap < size && at(text, gap) != ' ')
        gap++;
    if (gap + 1 >= size)
        return 0;
    Py_ssize_t start = 0, end = gap;
    while (start < end && (at(text, start) == '(' || at(text, start) == ')' || at(text, start) == '.'))
        start++;
    while (end > start && (at(text, end - 1) == '(' || at(text, end - 1) == ')' || at(text, end - 1) == '.'))
        end--;
    if (end - start == gap || end == start)
        return 0;
    if (end - start == 1 && Py_UNICODE_ISALPHA(at(text, start)))
        return 1;
    for (Py_ssize_t i = start; i < end; i++)
        if (!Py_UNICODE_ISDIGIT(at(text, i)))
            return 0;
    return 1;
}

/* Whether ASCII letters in small stand at a place before `size`, in small or in capitals. */
static int stands(const Text *text, Py_ssize_t i, Py_ssize_t size, const char *wanted)
{
    for (; *wanted; wanted++, i++) {
        if (i >= size)
            return 0;
        Py_UCS4 c = at(text, i);
        if (c != (Py_UCS4)*wanted && !(c >= 'A' && c <= 'Z' && c + 32 == (Py_UCS4)*wanted))
            return 0;
    }
    return 1;
}

static int is_address(const Text *text, Py_ssize_t i, Py_ssize_t size, Py_UCS4 c)
{
    return c == '@' || ((c == 'h' || c == 'H') && stands(text, i, size, "http")) ||
           ((c == 'w' || c == 'W') && stands(text, i, size, "www.")) || (c == '.' && stands(text, i, size, ".com"));
}

static int is_copyright(const Text *text, Py_ssize_t i, Py_ssize_t size, Py_UCS4 c)
{
    return c == 0xa9 || (c == '(' && stands(text, i, size, "(c)")) ||
           ((c == 'c' || c == 'C') && stands(text, i, size, "copyright"));
}

static int is_decimal(const Text *text, Py_ssize_t i, Py_ssize_t size)
{
    return i >= 0 && i < size && kinds(at(text, i)) & DECIMAL;
}

/* \d{1,2} from i on: where it may end (one digit or two), as bits 1 and 2 */
static int digits(const Text *text, Py_ssize_t i, Py_ssize_t size)
{
    if (!is_decimal(text, i, size))
        return 0;
    return is_decimal(text, i + 1, size) ? 3 : 1;
}

static int is_part_mark(const Text *text, Py_ssize_t i, Py_ssize_t size)
{
    return i < size && (at(text, i) == '.' || at(text, i) == '/' || at(text, i) == '-');
}

/* features._dated: \b(?:19|20)\d\d\b|\d{1,2}:\d\d|\d{1,2}[./-]\d{1,2}[./-] in the first `size` characters */
static int is_dated(const Text *text, Py_ssize_t size)
{
    for (Py_ssize_t i = 0; i < size; i++) {
        int first = digits(text, i, size);
        if (!first)
            continue;
        Py_UCS4 a = at(text, i), b = i + 1 < size ? at(text, i + 1) : 0;
        if (((a == '1' && b == '9') || (a == '2' && b == '0')) && (i == 0 || !is_word(at(text, i - 1))) &&
            is_decimal(text, i + 2, size) && is_decimal(text, i + 3, size) && (i + 4 == size || !is_word(at(text, i + 4))))
            return 1;
        for (int one = 1; one <= 2; one++) {
            if (!(first & one))
                continue;
            Py_ssize_t k = i + one;
            if (k < size && at(text, k) == ':' && is_decimal(text, k + 1, size) && is_decimal(text, k + 2, size))
                return 1;
            if (!is_part_mark(text, k, size))
                continue;
            int second = digits(text, k + 1, size);
            for (int two = 1; two <= 2; two++)
                if ((second & two) && is_part_mark(text, k + 1 + two, size))
                    return 1;
        }
    }
    return 0;
}

/* How often any of the sentence ends stands in the first `size` characters; none overlaps with itself. */
static Py_ssize_t count_ends(const Known *known, const Text *text, Py_ssize_t size)
{
    Py_ssize_t found = 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        if (kinds(at(text, i)) & (WORD | SPACE))
            continue;
        for (const Text *end = known->ends; end < known->ends + known->end_count; end++) {
            Py_ssize_t k = 0;
            while (k < end->size && i + k < size && at(text, i + k) == at(end, k))
                k++;
            found += k == end->size;
        }
    }
    return found;
}

static int tokens_add(Tokens *tokens, Token token)
{
    if (tokens->size == tokens->room) {
        size_t room = tokens->room ? 2 * tokens->room : 1024;
        Token *items = PyMem_Realloc(tokens->items, room * sizeof(Token));
        if (!items) {
            PyErr_NoMemory();
            return -1;
        }
        tokens->items = items;
        tokens->room = room;
    }
    tokens->items[tokens->size++] = token;
    return 0;
}

enum { SEEN = 256 }; /* more than twice MOST_TERM_WORDS */

typedef struct {
    size_t seen[SEEN]; /* places in the table of weights, and 1 */
    Py_ssize_t found;
    long sum;
} Sum;

/* Counts a term that has a weight, once. */
static void add_term(const Known *known, Sum *sum, Hash term)
{
    size_t slot = table_slot(&known->weights, term);
    if (!known->weights.keys[slot])
        return;
    size_t i = slot % SEEN;
    while (sum->seen[i] && sum->seen[i] != slot + 1)
        i = (i + 1) % SEEN;
    if (sum->seen[i])
        return;
    sum->seen[i] = slot + 1;
    sum->found++;
    sum->sum += known->weights.values[slot];
}

typedef struct {
    Py_ssize_t start, end;
    int number;
} Place;

static Hash hash_word(Hash hash, const Text *text, const Place *place)
{
    return place->number ? hash_on(hash, '#') : hash_span(hash, text, place->start, place->end);
}

/* features.terms and model.word_score */
static double word_score(const Known *known, const Text *lowered, const Place *words, Py_ssize_t size)
{
    Sum sum = {{0}, 0, 0};
    Hash whole = hash_on(HASH_START, '='), previous = 0;
    for (Py_ssize_t i = 0; i < size; i++) {
        Hash word = hash_word(HASH_START, lowered, words + i);
        add_term(known, &sum, word);
        if (i)
            add_term(known, &sum, hash_word(hash_on(previous, ' '), lowered, words + i));
        else
            add_term(known, &sum, hash_word(hash_on(HASH_START, '^'), lowered, words));
        if (size <= known->limits.max_whole_words)
            whole = hash_word(i ? hash_on(whole, ' ') : whole, lowered, words + i);
        previous = word;
    }
    if (size)
        add_term(known, &sum, hash_on(previous, '$'));
    if (size && size <= known->limits.max_whole_words)
        add_term(known, &sum, whole);
    return ((double)known->bias + (double)sum.sum / sqrt((double)(sum.found + 1))) / 100;
}

/* The tokens of a line, the share of function words among them, of short ones, and the score of its words. */
static int read_tokens(const Known *known, PyObject *string, Line *line, Tokens *tokens, Py_ssize_t *functions,
                       Py_ssize_t *shorts, Text *text)
{
    PyObject *head = PyUnicode_Substring(string, 0, known->limits.max_split_characters);
    PyObject *lowered = head ? PyObject_CallMethod(head, "lower", NULL) : NULL;
    Py_XDECREF(head);
    int read = lowered ? text_read(text, lowered) : -1;
    Py_XDECREF(lowered);
    if (read < 0)
        return -1;
    Place words[MOST_TERM_WORDS];
    line->token = (Py_ssize_t)tokens->size;
    *functions = *shorts = 0;
    for (Py_ssize_t i = 0; i < text->size;) {
        if (!is_word(at(text, i))) {
            i++;
            continue;
        }
        Py_ssize_t start = i;
        Hash hash = HASH_START;
        int number = 1;
        for (; i < text->size; i++) {
            int kind = kinds(at(text, i));
            if (!(kind & WORD))
                break;
            hash = hash_on(hash, at(text, i));
            number = number && kind & DIGIT;
        }
        Py_ssize_t n = (Py_ssize_t)tokens->size - line->token;
        if (n < known->limits.max_term_words) {
            Place place = {start, i, number};
            words[n] = place;
        }
        Token token = {hash, (int32_t)(i - start), table_has(&known->functions, hash)};
        *functions += token.function;
        *shorts += token.size <= known->limits.max_short_word;
        if (tokens_add(tokens, token) < 0)
            return -1;
    }
    line->tokens = (Py_ssize_t)tokens->size - line->token;
    line->score = word_score(known, text, words, least(line->tokens, known->limits.max_term_words));
    return 0;
}

/* features.line */
int line_read(const Known *known, PyObject *string, Line *line, Tokens *tokens, Text scratch[2])
{
    if (text_read(scratch, string) < 0)
        return -1;
    const Text text = scratch[0];
    const Limits *limits = &known->limits;
    Py_ssize_t total = text.size, size = least(total, limits->max_shape_characters), functions, shorts;
    Py_ssize_t letters = 0, capitals = 0, numbers = 0, initials = 0, titled = 0, others = 0, dense = 0;
    int address = 0, copyright = 0, before = SPACE;
    if (!total)
        return PyErr_Format(PyExc_ValueError, "a line cannot be empty"), -1;
    if (read_tokens(known, string, line, tokens, &functions, &shorts, scratch + 1) < 0)
        return -1;
    for (Py_ssize_t i = 0; i < size; i++) {
        Py_UCS4 c = at(&text, i);
        int kind = kinds(c), initial = kind & ALPHA && before & SPACE;
        letters += (kind & ALPHA) != 0;
        capitals += (kind & UPPER) != 0;
        numbers += (kind & DIGIT) != 0;
        others += !(kind & (ALNUM | SPACE));
        dense += is_dense(c);
        initials += initial;
        titled += initial && kind & UPPER;
        address = address || is_address(&text, i, size, c);
        copyright = copyright || is_copyright(&text, i, size, c);
        before = kind;
    }
    Py_ssize_t words = 0, packed = 0, commas = 0, pipes = 0, arrows = 0, marks = 0;
    int outside = 1;
    for (Py_ssize_t i = 0; i < total; i++) {
        Py_UCS4 c = at(&text, i);
        int space = is_space(c) != 0;
        words += outside && !space;
        outside = space;
        packed += i < limits->max_sample_characters && is_dense(c);
        if (c >= 'A' && c <= 'z')
            continue;
        if (c == ',' || c == 0xff0c || c == 0x3001)
            commas++;
        else if (c == '|')
            pipes++;
        else if (c == '>' || c == 0xbb || c == 0x203a)
            arrows++;
        else if (c == '"' || c == 0x201c || c == 0x201d || c == 0xab)
            marks++;
    }
    if (packed / 2 > words)
        words = packed / 2;
    if (words < 1)
        words = 1;
    Py_UCS4 first = at(&text, 0), end = at(&text, total - 1);
    double count = line->tokens ? (double)line->tokens : 1.0, share = (double)dense / (double)size;
    int colon = end == ':' || end == 0xff1a;
    line->words = words;
    line->ended = ends_sentence(known, &text);
    int is_long_dense = share > limits->min_dense_share && total >= limits->min_dense_characters;
    line->prose = words >= limits->min_prose_words || (line->ended && (words >= limits->min_sentence_words || is_long_dense));
    double told[TOLD] = {
        (double)words,
        line->ended,
        (double)capitals / (double)(letters ? letters : 1),
        (double)functions / count,
        initials ? (double)titled / (double)initials : 0.0,
        is_bullet(known, &text),
        colon,
        (double)numbers / (double)size,
    };
    memcpy(line->told, told, sizeof told);
    memset(line->shape, 0, sizeof line->shape);
    line->shape[0] = (double)total;
    line->shape[1] = (double)words;
    line->shape[2] = line->ended;
    if (line->prose && words >= limits->min_long_words)
        return 0;
    int dots = total >= 3 && end == '.' && at(&text, total - 2) == '.' && at(&text, total - 3) == '.';
    double rest[SHAPE - 3] = {
        colon,
        (double)commas,
        end == 0x2026 || dots,
        end == '?' || end == 0xff1f,
        end == '!' || end == 0xff01,
        told[2],
        told[7],
        told[4],
        (double)others / (double)size,
        (kinds(first) & LOWER) != 0,
        (kinds(first) & DIGIT) != 0,
        told[5],
        (double)pipes,
        (double)arrows,
        address,
        copyright,
        told[3],
        (double)functions,
        share,
        (double)count_ends(known, &text, least(total, limits->max_split_characters)),
        is_dated(&text, least(size, limits->max_date_characters)),
        (double)shorts / count,
        (double)marks,
    };
    memcpy(line->shape + 3, rest, sizeof rest);
    return 0;
}
