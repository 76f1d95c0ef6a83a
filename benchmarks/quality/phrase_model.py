"""Train the phrase model of artlint/text/phrase_model on labelled pages that are glued into one line, and write
artlint/text/resources/phrase_model.json.

    pip install lightgbm==4.7.0 scikit-learn==1.9.1   # these versions give the same digits
    python benchmarks/quality/phrase_model.py [--data ../shared/eval] [--check]

--check trains on four fifths of the sites and prints what it scores on the rest, five times, instead of writing.
Only the development part of the data is read. Everything is seeded, and runs on one thread.
"""

from __future__ import annotations

import collections
import hashlib
import json
import pathlib
import sys
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any

import lightgbm
import numpy as np
import scipy.sparse
from line_model import FOLDS, arguments, glued, label_of, lines_of, read, tree
from sklearn.linear_model import SGDClassifier

from artlint.text.article import Article
from artlint.text.phrase_model import model, phrases
from artlint.text.segments import MIN_LONG_LINE

OTHER_GLUES = ("", "", "  ", "\t", " | ")  # besides a space, by which each page is glued once
MIN_SITES = 4  # a term is kept that stands on so many sites
MAX_TERMS, MAX_EDGE_TERMS = 30_000, 12_000  # those with the largest weights
MIN_SHARED_LINE = 40  # characters of a line by which two pages are known to be of one site
MIN_PAGES = 30  # of a language, for the model to be asked in it
MIN_INK = 40, 200  # characters of the page's and of the article's that a case must hold to count, as in oneline.py
TREES, LEAVES, RATE = 40, 16, 0.25
UNSURE = ("comment", "prose")  # kinds of boilerplate that are not told from an article by their words


class Data:
    """The phrases of all cases, one row each, in order: inputs, labels, weights, and the case of each row. Besides the
    outputs of extractors, articles that people have cleaned: in these, every line is the article's."""

    def __init__(self, folder: pathlib.Path) -> None:
        pages = [r for r in read(folder, "boilerplate") if r["regime"] == "extracted" and r["tier"] != "B"]
        site = {r["page"]: r["site"] for r in pages}
        self.cases: list[dict[str, Any]] = []
        for row in pages:
            choice = int(hashlib.sha1(str(row["id"]).encode()).hexdigest(), 16) % len(OTHER_GLUES)
            self.cases += [{**row, "glue": " "}, {**row, "glue": OTHER_GLUES[choice]}]
        for row in read(folder, "clean"):
            if row["tier"] in ("A", "B"):
                lines = [{"n": n, "label": "content"} for n in range(1, row["text"].count("\n") + 2)]
                known = site.get(row["page"], row["page"])
                self.cases.append({**row, "tier": "clean", "site": known, "lines": lines, "glue": " "})
        self.terms: list[list[str]] = []
        self.edges: list[list[str]] = []
        self.found: list[list[phrases.Phrase]] = []
        labels, at_edge, case, weight = [], [], [], []
        kept = []
        for row in self.cases:
            text, places = glued(lines_of(row), row["glue"])
            article = Article(text)
            if len(text) < MIN_LONG_LINE or len(article.blocks) != 1:
                continue
            places = [
                (a, b, "" if kind in UNSURE and label == "boilerplate" else label, kind) for a, b, label, kind in places
            ]
            found = phrases.phrases(text, article.marks[0].openings)
            starts = {a for place in places for a in (place[0] - 1, place[0], place[0] + 1)}
            values = _labels(found, places)
            self.terms += phrases.terms(found)
            self.edges += [[], *(phrases.edge_terms(a, b) for a, b in pairwise(found))]
            labels += values
            at_edge += [-1, *(-1 if row["tier"] == "clean" else int(p.start in starts) for p in found[1:])]
            case += [len(kept)] * len(found)
            weight += [1 / max(20, sum(v >= 0 for v in values)) ** 0.5] * len(found)
            self.found.append(found)
            kept.append({**row, "text": text, "places": places})
        self.cases = kept
        self.y, self.edge, self.case, self.weight = (
            np.array(labels),
            np.array(at_edge),
            np.array(case),
            np.array(weight),
        )
        self.starts = [0, *accumulate(map(len, self.found))]
        sites = _sites(self.cases)
        folds = [int(hashlib.md5(s.encode()).hexdigest(), 16) % FOLDS for s in sites]
        self.site, self.fold = np.array(sites)[self.case], np.array(folds)[self.case]
        self.size = np.array(
            [
                len("".join(r["text"][p.start : p.end].split()))
                for r, f in zip(self.cases, self.found, strict=True)
                for p in f
            ]
        )

    def rows_of(self, case: int) -> slice:
        """The rows of a case."""
        return slice(self.starts[case], self.starts[case + 1])


def _sites(cases: Sequence[dict[str, Any]]) -> list[str]:
    """The site of each case. Of many it is not known: those that share a line of the page are of one site."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    sites = [f"site {r['site']}" if r["site"] not in ("", "hard", None) else f"page {r['page']}" for r in cases]
    for site, row in zip(sites, cases, strict=True):
        for line, label, _ in lines_of(row):
            key = " ".join(line.split()).lower()
            if label == "boilerplate" and len(key) >= MIN_SHARED_LINE:
                a, b = root(site), root(f"line {key}")
                parent[max(a, b)] = min(a, b)
    return [hashlib.md5(root(site).encode()).hexdigest()[:12] for site in sites]


def _labels(found: Sequence[phrases.Phrase], places: list[tuple[int, int, str, str]]) -> list[int]:
    """The label of each phrase, as label_of gives it, from the lines that it meets alone."""
    out, n = [], 0
    for phrase in found:
        while n < len(places) - 1 and places[n][1] <= phrase.start:
            n += 1
        last = n
        while last + 1 < len(places) and places[last + 1][0] < phrase.end:
            last += 1
        out.append(label_of(phrase.start, phrase.end, places[n : last + 1])[0])
    return out


def fit_terms(
    terms: list[list[str]], data: Data, y: Any, rows: Any, weight: Any, most: int, bias: bool
) -> dict[str, int]:
    """Weights of terms, in hundredths; the bias under the empty term."""
    sites = collections.defaultdict(set)
    for i in rows:
        for term in terms[i]:
            sites[term].add(data.site[i])
    vocabulary = {t: n for n, t in enumerate(sorted(t for t, s in sites.items() if len(s) >= MIN_SITES))}
    del sites
    chosen, ends = [], [0]
    for i in rows:
        chosen += [vocabulary[t] for t in terms[i] if t in vocabulary]
        ends.append(len(chosen))
    matrix = scipy.sparse.csr_matrix(
        (np.ones(len(chosen), np.float32), chosen, ends), shape=(len(rows), len(vocabulary))
    )
    fit = SGDClassifier(loss="log_loss", alpha=1e-6, max_iter=6, tol=None, random_state=0)
    fit.fit(matrix, y[rows], sample_weight=None if weight is None else weight[rows] / weight[rows].mean())
    largest = set(np.argsort(-np.abs(fit.coef_[0]), kind="stable")[:most].tolist())
    found = {t: round(float(fit.coef_[0][n]) * 100) for t, n in vocabulary.items() if n in largest}
    return ({"": round(float(fit.intercept_[0]) * 100)} if bias else {}) | {t: w for t, w in found.items() if w}


def fit_words(data: Data, seen: Any) -> dict[str, int]:
    return fit_terms(data.terms, data, data.y, np.flatnonzero(seen & (data.y >= 0)), data.weight, MAX_TERMS, False)


def fit_edges(data: Data, seen: Any) -> dict[str, int]:
    return fit_terms(data.edges, data, data.edge, np.flatnonzero(seen & (data.edge >= 0)), None, MAX_EDGE_TERMS, True)


def inputs(data: Data, cases: Iterable[int], words: dict[str, int], edges: dict[str, int]) -> tuple[Any, Any, Any]:
    """Of these cases' phrases the numbers, whether they are asked, and the edges."""
    vectors, asked, at = [], [], []
    for n in cases:
        found = data.found[n]
        scores = model.word_scores(found, words)
        known = model.edge_scores(found, edges, range(len(found)))
        page = phrases.Numbers(found, scores, known)
        vectors += [page.vector(i) for i in range(len(found))]
        asked += [mean >= model.MIN_AROUND for mean in phrases.scores_around(found, scores, model.REACH)]
        at += known
    return np.array(vectors, np.float32), np.array(asked), np.array(at)


def fit_forest(x: Any, data: Data, rows: Any) -> Any:
    parameters = {
        "objective": "binary", "num_leaves": LEAVES, "learning_rate": RATE, "min_data_in_leaf": 150, "feature_fraction": 0.6,
        "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5, "verbosity": -1, "num_threads": 1, "seed": 1,
        "deterministic": True, "force_row_wise": True,
    }  # fmt: skip
    weight = data.weight[rows] * np.sqrt(data.size[rows])
    return lightgbm.train(parameters, lightgbm.Dataset(x[rows], data.y[rows], weight=weight), TREES)


def unseen_inputs(data: Data) -> tuple[Any, Any, Any, list[dict[str, int]]]:
    """The inputs of all phrases, each from words and edges that were learnt from other sites, and these words."""
    x = asked = at = None
    all_words = []
    for fold in range(FOLDS):
        mine = data.fold == fold
        words, edges = fit_words(data, ~mine), fit_edges(data, ~mine)
        all_words.append(words)
        found = inputs(data, sorted(set(data.case[mine])), words, edges)
        if x is None:
            x, asked, at = (
                np.zeros((len(data.y), found[0].shape[1]), np.float32),
                np.zeros(len(data.y), bool),
                np.zeros(len(data.y), int),
            )
        x[mine], asked[mine], at[mine] = found
        print(f"fold {fold}: {len(words)} terms, {len(edges)} of edges", file=sys.stderr)
    return x, asked, at, all_words


def check(data: Data, x: Any, asked: Any, at: Any, words: list[dict[str, int]]) -> None:
    """Precision against recall by inked characters, each page weighing one, as ../shared/eval/oneline.py has them."""
    logits = np.full(len(data.y), -model.MAX_LOGIT)
    for fold in range(FOLDS):
        forest = fit_forest(x, data, np.flatnonzero((data.fold != fold) & (data.y >= 0)))
        mine = np.flatnonzero(data.fold == fold)
        logits[mine] = np.clip(forest.predict(x[mine], raw_score=True), -model.MAX_LOGIT, model.MAX_LOGIT)
    print(
        f"asked: {asked.mean():.3f}; likely ones that are not: {((logits > 0) & ~asked).sum() / (logits > 0).sum():.4f}"
    )
    print(f"asked in clean articles: {asked[[data.cases[c]['tier'] == 'clean' for c in data.case]].mean():.3f}")
    logits[~asked] = -model.MAX_LOGIT
    for likely in (0.6, 0.7, 0.75, 0.8, 0.85, 0.9):
        found = marked(data, logits, at, words, float(np.log(likely / (1 - likely))))
        for glue in (" ", ""):
            print(f"{likely} glued by {glue!r:3}: {figures(data, found, glue)}")
        clean = [bool(runs) for row, runs in zip(data.cases, found, strict=True) if row["tier"] == "clean"]
        print(f"{likely}: clean articles flagged {sum(clean)} of {len(clean)}")


def marked(data: Data, logits: Any, at: Any, words: list[dict[str, int]], least: float) -> list[list[model.Run]]:
    """The runs in each case that are taken for the page's."""
    out = []
    for n, found in enumerate(data.found):
        part = data.rows_of(n)
        weights = words[data.fold[part.start]]
        free = [True] * len(found)
        out.append(list(model.told_runs(found, logits[part].tolist(), at[part].tolist(), free, weights, least)))
    return out


def figures(data: Data, found: list[list[model.Run]], glue: str) -> str:
    """What these runs score on the pages that are glued so."""
    hit = missed = false = flagged = pages = edges = right = 0.0
    for n, row in enumerate(data.cases):
        if row["tier"] == "clean" or row["glue"] != glue:
            continue
        part = data.rows_of(n)
        on, y, size = np.zeros(part.stop - part.start, bool), data.y[part], data.size[part]
        for run in found[n]:
            on[run.first : run.last] = True
            inner = [place for place in (run.first, run.last) if 0 < place < len(on)]
            edges += len(inner)
            right += (data.edge[part][inner] == 1).sum()
        page, own = size[y == 1].sum(), size[y == 0].sum()
        if page < MIN_INK[0] or own < MIN_INK[1]:
            continue
        pages += 1
        hit += size[(y == 1) & on].sum() / (page + own)
        missed += size[(y == 1) & ~on].sum() / (page + own)
        false += size[(y == 0) & on].sum() / (page + own)
        flagged += size[(y == 0) & on].sum() / own
    return (
        f"precision {hit / (hit + false):.3f} recall {hit / (hit + missed):.3f} content flagged {flagged / pages:.4f} "
        f"edges {right / edges:.3f} pages {pages:.0f}"
    )


def main() -> None:
    args = arguments(__doc__)
    data = Data(args.data)
    print(f"{len(data.y)} phrases of {len(data.cases)} cases", file=sys.stderr)
    x, asked, at, words = unseen_inputs(data)
    if args.check:
        check(data, x, asked, at, words)
        return
    everything = np.ones(len(data.y), bool)
    forest = fit_forest(x, data, np.flatnonzero(data.y >= 0))
    pages = collections.Counter(r["lang"] for r in data.cases if r["tier"] != "clean" and r["glue"] == " ")
    content = {
        "languages": sorted(language for language, count in pages.items() if count >= MIN_PAGES),
        "words": fit_words(data, everything),
        "edges": fit_edges(data, everything),
        "forest": [tree(t["tree_structure"]) for t in forest.dump_model()["tree_info"]],
    }
    out = pathlib.Path(model.path())
    out.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(content['words'])} terms, {len(content['edges'])} of edges, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
