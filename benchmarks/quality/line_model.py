"""Train the line model of artlint/text/line_model on labelled lines, and write artlint/text/resources/line_model.json.

    pip install lightgbm==4.7.0 scikit-learn==1.9.1   # these versions give the same digits
    python benchmarks/quality/line_model.py [--data ../shared/eval] [--check]

--check trains on four fifths of the sites and prints what it scores on the rest, five times, instead of writing.
Only the development part of the data is read. Everything is seeded, and runs on one thread.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import hashlib
import json
import pathlib
import sys
from typing import Any

import lightgbm
import numpy as np
import scipy.sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from artlint.text.article import Article
from artlint.text.folding import fold
from artlint.text.line_model import features, model, trees

FOLDS = 5
LEAST = 8  # hundredths: smaller weights change nothing
MIN_SITES = 3  # a word or phrase is kept that stands on so many sites
TREES, LEAVES, RATE = 160, 24, 0.08


def read(folder: pathlib.Path, name: str) -> list[dict[str, Any]]:
    with gzip.open(folder / name / f"{name}.dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


GLUES = (" ", "", "  ", "\t", " | ")  # how collectors join the lines of a page
SURE = 0.7  # share of a segment's characters that lines of one label must hold


def lines_of(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Of each line of a case its text, its label and the kind of boilerplate that it is."""
    labelled = {x["n"]: x for x in row["lines"]}
    out = []
    for n, text in enumerate(row["text"].replace("\r\n", "\n").replace("\r", " ").split("\n"), 1):
        entry = labelled.get(n, {})
        out.append((text, str(entry.get("label", "")), str(entry.get("kind") or "")))
    return out


def glued(lines: list[tuple[str, str, str]], glue: str | None) -> tuple[str, list[tuple[int, int, str, str]]]:
    """A case as a text, and where in it each line stands; with a `glue`, all in one line."""
    text, places = "", []
    for line, label, kind in lines:
        line = line if glue is None else line.strip()
        if glue is not None and not line:
            continue
        text += (glue if glue is not None else "\n") * bool(places)
        places.append((len(text), len(text) + len(line), label, kind))
        text += line
    return text, places


def label_of(start: int, end: int, places: list[tuple[int, int, str, str]]) -> tuple[int, str]:
    """The label of a segment (1 boilerplate, 0 content, -1 unsure or unlabelled), and the kind of boilerplate."""
    size: dict[str, int] = collections.defaultdict(int)
    kinds = ""
    for a, b, label, kind in places:
        if a < end and start < b:
            size[label] += min(b, end) - max(a, start)
            kinds = kinds or (kind if label == "boilerplate" else "")
    for value, label in ((1, "boilerplate"), (0, "content")):
        if size[label] >= SURE * sum(size.values()):
            return value, kinds
    return -1, kinds


class Data:
    """The segments of all cases, one row each, in order: inputs, labels, weights, and the case of each row. Each case
    is there as it is, and once more with its lines glued into one in one of the ways of collectors.

    Besides the outputs of extractors, articles that people have cleaned: in these, every line is the article's.
    """

    def __init__(self, folder: pathlib.Path) -> None:
        cases = [r for r in read(folder, "boilerplate") if r["regime"] == "extracted"]
        site = {r["page"]: r["site"] for r in cases}
        for row in read(folder, "clean"):
            if row["tier"] in ("A", "B"):
                count = row["text"].count("\n") + 1
                lines = [{"n": n, "label": "content"} for n in range(1, count + 1)]
                cases.append({**row, "tier": "clean", "site": site.get(row["page"], row["page"]), "lines": lines})
        self.cases = []
        for row in cases:
            choice = int(hashlib.sha1(str(row["id"]).encode()).hexdigest(), 16) % len(GLUES)
            self.cases += [{**row, "glue": None}, {**row, "glue": GLUES[choice]}]
        self.terms: list[list[str]] = []
        vectors: list[list[float]] = []
        label, kind, case, skip, weight = [], [], [], [], []
        for number, row in enumerate(self.cases):
            text, places = glued(lines_of(row), row["glue"])
            article = Article(text)
            lines = [features.line(b) for b in article.segments]
            vectors += features.vectors(article.segments, lines, [fold(b.text) for b in article.segments])
            found = [label_of(b.start, b.end, places) for b in article.segments]
            labelled = sum(value >= 0 for value, _ in found)
            for line, (value, name) in zip(lines, found, strict=True):
                label.append(value)
                kind.append(name if value == 1 else "")
                case.append(number)
                skip.append(model.skipped(line))
                weight.append(1 / max(5, labelled) ** 0.5)  # half-way between a page weighing one and a line
                self.terms.append(features.terms(line.tokens))
        self.x, self.y, self.case = np.array(vectors), np.array(label), np.array(case)
        self.kind, self.skip, self.weight = np.array(kind), np.array(skip), np.array(weight)
        self.count = np.maximum(1, np.bincount(self.case, self.y >= 0, len(self.cases)))[self.case]
        self.use = (self.y >= 0) & ~np.isin(self.kind, ["comment", "prose"]) & ~self.skip
        self.scored = (self.y >= 0) & ~np.isin(self.kind, ["comment", "prose"])
        sites = [r["site"] if r["site"] not in ("", "hard", None) else r["page"] for r in self.cases]
        folds = [int(hashlib.md5(s.encode()).hexdigest(), 16) % FOLDS for s in sites]
        self.site, self.fold = np.array(sites)[self.case], np.array(folds)[self.case]
        self.fold_of = {row["page"]: fold_ for row, fold_ in zip(self.cases, folds, strict=True)}

    def near(self, values: Any, offsets: tuple[int, ...]) -> Any:
        """For each row the values of the rows around it in the same case."""
        columns = []
        for n in offsets:
            moved = np.roll(values, -n).astype(float)
            moved[np.roll(self.case, -n) != self.case] = model.MISSING
            if n > 0:
                moved[len(moved) - n :] = model.MISSING
            else:
                moved[:-n] = model.MISSING
            columns.append(moved)
        return np.array(columns).T


def fit_words(data: Data, rows: Any) -> dict[str, int]:
    """Weights of terms, in hundredths; the bias under the empty term."""
    sites = collections.defaultdict(set)
    for i in np.flatnonzero(rows):
        for term in data.terms[i]:
            sites[term].add(data.site[i])
    vocabulary = sorted(t for t, s in sites.items() if len(s) >= MIN_SITES)
    counter = CountVectorizer(analyzer=lambda terms: terms, vocabulary=vocabulary, binary=True)
    chosen = np.flatnonzero(rows)
    matrix = counter.transform([data.terms[i] for i in chosen])
    norm = np.sqrt(np.asarray(matrix.sum(1)).ravel() + 1)
    fit = LogisticRegression(C=0.5, solver="liblinear", random_state=0)
    fit.fit(scipy.sparse.diags(1 / norm) @ matrix, data.y[chosen], sample_weight=data.weight[chosen])
    weights = {t: round(float(w) * 100) for t, w in zip(vocabulary, fit.coef_[0], strict=True)}
    return {"": round(float(fit.intercept_[0]) * 100), **{t: w for t, w in weights.items() if abs(w) >= LEAST}}


def word_scores(data: Data, weights: dict[str, int], rows: Any) -> Any:
    return np.array([model.word_score(data.terms[i], weights) for i in np.flatnonzero(rows)])


def fit_trees(data: Data, x: Any, rows: Any, seed: int) -> Any:
    parameters = {
        "objective": "binary", "num_leaves": LEAVES, "learning_rate": RATE, "min_data_in_leaf": 40, "feature_fraction": 0.6,
        "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 5, "verbosity": -1, "num_threads": 1, "seed": seed,
        "deterministic": True, "force_row_wise": True,
    }  # fmt: skip
    return lightgbm.train(parameters, lightgbm.Dataset(x[rows], data.y[rows], weight=data.weight[rows]), TREES)


def train(data: Data, rows: Any, rest: Any) -> tuple[dict[str, int], Any, Any, Any]:
    """Fit on `rows`; words, first and second stage, and the probabilities of the `rest` (by the finished model).

    What a stage is told of the lines it learns from comes from a model that did not see them.
    """
    scores, logits = np.zeros(len(data.y)), np.full(len(data.y), model.TEXT_LOGIT)
    for fold_ in range(FOLDS):
        seen, unseen = rows & (data.fold != fold_), ~rest & (data.fold == fold_)
        scores[unseen] = word_scores(data, fit_words(data, seen), unseen)
    words = fit_words(data, rows)
    scores[rest] = word_scores(data, words, rest)
    x = np.column_stack([data.x, scores, data.near(scores, features.NEARBY_LINES)])
    for fold_ in range(FOLDS):
        seen, unseen = rows & (data.fold != fold_), ~rest & (data.fold == fold_) & ~data.skip
        logits[unseen] = fit_trees(data, x, seen, 1).predict(x[unseen], raw_score=True)
    first = fit_trees(data, x, rows, 1)
    asked = rest & ~data.skip
    logits[asked] = first.predict(x[asked], raw_score=True)
    mean = np.bincount(data.case, 1 / (1 + np.exp(-logits))) / np.bincount(data.case)
    x = np.column_stack([x, logits, data.near(logits, model.NEAR_LOGITS), mean[data.case]])
    second = fit_trees(data, x, rows, 2)
    p = np.zeros(len(data.y))
    if asked.any():
        p[asked] = second.predict(x[asked])
    return words, first, second, p


def report(data: Data, p: Any) -> None:
    """Precision against recall, each page weighing one, tier A."""
    glued = np.array([r["glue"] is not None for r in data.cases])[data.case]
    tier = np.array([r["tier"] for r in data.cases])[data.case] == "A"
    language = np.array([r["lang"] for r in data.cases])[data.case]
    source = np.array([r["source"] for r in data.cases])[data.case]
    clean = np.array([r["tier"] for r in data.cases])[data.case] == "clean"
    for threshold in (0.5, 0.7, 0.8, 0.85, 0.9, 0.95):
        cases = set(data.case[clean & (p >= threshold)])
        print(f"clean    ≥ {threshold:.2f}: {len(cases)} of {len(set(data.case[clean]))} articles flagged")
    for name, group in (
        ("all", tier & ~glued),
        ("English", tier & ~glued & (language == "en")),
        ("aeb", tier & ~glued & (source == "aeb")),
        ("glued", tier & glued),
    ):
        rows = data.scored & group
        y, w, score = data.y[rows], 1 / data.count[rows], p[rows]
        for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
            hit = score >= threshold
            good, bad = (w * y * hit).sum(), (w * (1 - y) * hit).sum()
            print(
                f"{name:8} ≥ {threshold:.2f}: precision {good / (good + bad):.3f} recall {good / (w * y).sum():.3f} "
                f"content flagged {bad / (w * (1 - y)).sum():.4f}"
            )


def tree(node: dict[str, Any]) -> Any:
    """A LightGBM node as [feature, threshold, left, right], or a leaf's value."""
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    assert node["decision_type"] == "<="
    return [node["split_feature"], round(node["threshold"], 4), tree(node["left_child"]), tree(node["right_child"])]


def write(out: pathlib.Path, data: Data, rows: Any) -> int:
    """Train on these rows, and write the numbers; how many terms have a weight."""
    words, first, second, _ = train(data, rows, np.zeros(len(data.y), bool))
    content = {
        "words": words,
        "first": [tree(t["tree_structure"]) for t in first.dump_model()["tree_info"]],
        "second": [tree(t["tree_structure"]) for t in second.dump_model()["tree_info"]],
    }
    out.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    return len(words)


def arguments(about: str | None) -> argparse.Namespace:
    """The options of a training script; ends where the data is not there."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=pathlib.Path(__file__).parents[3] / "shared" / "eval")
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    if not args.data.exists():
        sys.exit(f"{args.data}: no labelled articles there; name their folder with --data")
    return args


def main() -> None:
    args = arguments(__doc__)
    data = Data(args.data)
    if args.check:
        p = np.zeros(len(data.y))
        for fold_ in range(FOLDS):
            rest = data.fold == fold_
            p[rest] = train(data, data.use & ~rest, rest)[3][rest]
        report(data, p)
        return
    out = pathlib.Path(trees.path())
    words = write(out, data, data.use)
    print(f"{words} terms, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
