"""Do the packs `datatrove-*` keep and drop what datatrove keeps and drops? On 5,000 labelled articles, side by side.

    python benchmarks/quality/datatrove_packs.py [--data ../shared/eval] [--articles 5000] [--show 3] [--write] [--check]

datatrove is installed from the registry into an environment of its own in the user's cache folder; its filters run
there, in a process of its own, and say for each article why they drop it and into which words they split it. The packs
then run on the same articles twice: with those words, and with artlint's own. `--write` renews the table in
docs/standards.md; with `--check` the exit code is 1 where a pack agrees with its filter on less than 99 % of the articles.
For the time that both take see datatrove_speed.py.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import venv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from artlint import Linter
from artlint.ruleset import rule_packs
from artlint.text.article import Article

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "standards.md"
VERSION = "0.10.1"
PACKS = ("datatrove-gopher-quality", "datatrove-gopher-repetition", "datatrove-c4", "datatrove-fineweb")
SETS = ("clean", "truncation", "boilerplate", "duplication")
TO_REACH = 0.99  # of the articles, the same verdict
EMPTY = {"datatrove-gopher-repetition": "datatrove-empty", "datatrove-fineweb": "datatrove-unended-lines"}
# datatrove's reasons, and the rules that stand for them
REASONS = {
    "gopher_short_doc": "datatrove-few-words",
    "gopher_long_doc": "datatrove-many-words",
    "gopher_below_avg_threshold": "datatrove-word-length",
    "gopher_above_avg_threshold": "datatrove-word-length",
    "gopher_too_many_hashes": "datatrove-hashes",
    "gopher_too_many_ellipsis": "datatrove-ellipses",
    "gopher_too_many_bullets": "datatrove-bullets",
    "gopher_too_many_end_ellipsis": "datatrove-ellipsis-lines",
    "gopher_below_alpha_threshold": "datatrove-alphabetic-words",
    "gopher_enough_stop_words": "datatrove-stop-words",
    "dup_para_frac": "datatrove-duplicate-paragraphs",
    "dup_para_char_frac": "datatrove-duplicate-paragraph-characters",
    "dup_line_frac": "datatrove-duplicate-lines",
    "dup_line_char_frac": "datatrove-duplicate-line-characters",
    "lorem_ipsum": "datatrove-lorem-ipsum",
    "curly_bracket": "datatrove-curly-bracket",
    "too_few_sentences": "datatrove-few-sentences",
    "line_punct_ratio": "datatrove-unended-lines",
    "short_line_ratio": "datatrove-short-lines",
    "char_dup_ratio": "datatrove-repeated-lines",
    "list_ratio": "datatrove-line-breaks",
}


class Compared(NamedTuple):
    """One pack against one filter: how many articles each drops, on how many they agree, and each kind of difference."""

    dropped: int
    theirs: int
    agreed: int
    kinds: dict[str, list[str]]
    both: int  # drop the article
    reasons: int  # of those: datatrove's one reason is among the pack's


def rule_of(pack: str, reason: str) -> str:
    """The rule of a pack that reports what datatrove calls `reason`."""
    if reason == "empty":
        return EMPTY[pack]
    if reason.startswith("top_"):
        return "datatrove-frequent-words"
    return "datatrove-repeated-words" if reason.startswith("duplicated_") else REASONS.get(reason, reason)


def folders() -> tuple[Path, Path]:
    """Where the environment with datatrove is made, and that of the benchmarks, which may have it already."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "artlint-evals" / f"datatrove-{VERSION}", cache / "artlint-benchmarks" / "peers"


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def ready() -> Path | None:
    """The Python of an environment with datatrove, where there is one."""
    return next((p for p in map(_python, folders()) if p.exists() and _has_datatrove(p)), None)


def environment() -> Path:
    """The Python of an environment with datatrove, made when there is none yet."""
    found = ready()
    if found:
        return found
    own = folders()[0]
    venv.create(own, with_pip=True, clear=True)
    subprocess.run(
        [_python(own), "-m", "pip", "install", "-q", f"datatrove[processing]=={VERSION}", "spacy>=3.8,<3.9"], check=True
    )
    return _python(own)


def _has_datatrove(python: Path) -> bool:
    code = "import importlib.metadata as m, spacy, datatrove.pipeline.filters; print(m.version('datatrove'))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True)
    return done.stdout.strip() == VERSION


def articles(data: Path, number: int) -> list[str]:
    """Different texts of the labelled sets, drawn with a fixed seed; line ends as `score.py` writes them."""
    texts: dict[str, None] = {}
    for name in SETS:
        with gzip.open(data / name / f"{name}.dev.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["text"].replace("\r\n", "\n").replace("\r", " ")
                texts[text.encode("utf-8", "replace").decode()] = None
    drawn = list(texts)
    random.Random(7).shuffle(drawn)
    return drawn[:number]


def reference(
    texts: Sequence[str], folder: Path, *options: str, python: Path | None = None
) -> tuple[list[dict[str, Any]], float]:
    """What datatrove says of each text, and the seconds that its filters took."""
    source, target = folder / "articles.jsonl", folder / "datatrove.jsonl"
    source.write_text("".join(json.dumps({"text": t}) + "\n" for t in texts), encoding="utf-8")
    script = ROOT / "benchmarks" / "quality" / "datatrove_reference.py"
    subprocess.run([python or environment(), script, source, target, *options], check=True)
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    return rows[:-1], rows[-1]["seconds"]


def dropped_by(linter: Linter, text: str, words: list[str] | None = None) -> list[str]:
    """The rules for which an article falls. Those that drop lines alone say nothing of the article."""
    found = linter.lint(Article(text, meta={} if words is None else {"words": words}))
    return list(dict.fromkeys(d.rule for d in found))


def compare(pack: str, texts: Sequence[str], rows: Sequence[dict[str, Any]], *, given: bool) -> Compared:
    """A pack against the filter of the same name, with datatrove's words or with artlint's own."""
    lines = [r.name for r in rule_packs.load() if r.pack == pack and "drops-lines" in r.tags]
    linter = Linter.from_config(select=[pack], ignore=lines)
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    counts: Counter[str] = Counter()
    for text, row in zip(texts, rows, strict=True):
        ours = dropped_by(linter, text, row["words"] if given else None)
        reason = row[pack]
        counts["ours"] += bool(ours)
        counts["theirs"] += bool(reason)
        counts["agreed"] += bool(ours) == bool(reason)
        counts["both"] += bool(ours) and bool(reason)
        counts["reasons"] += bool(ours) and bool(reason) and rule_of(pack, reason) in ours
        if bool(ours) != bool(reason):
            kind = f"datatrove alone drops: {reason}" if reason else f"artlint alone drops: {', '.join(ours)}"
            kinds[kind].append(text)
    return Compared(counts["ours"], counts["theirs"], counts["agreed"], kinds, counts["both"], counts["reasons"])


def table(results: Mapping[str, tuple[Compared, Compared]], size: int) -> Iterator[str]:
    """The table of docs/standards.md."""
    yield "| pack | datatrove drops | the pack drops | the same verdict, with datatrove's words | with artlint's own |"
    yield "|---|---|---|---|---|"
    for pack, (same, own) in results.items():
        yield f"| `{pack}` | {same.theirs} | {same.dropped} | {same.agreed / size:.2%} | {own.agreed / size:.2%} |"


def tell(pack: str, same: Compared, own: Compared, show: int) -> None:
    """The kinds of disagreement, with examples."""
    print(f"{pack}: datatrove's reason is among the pack's in {same.reasons} of {same.both} that both drop")
    for title, compared in (("datatrove's words", same), ("own words", own)):
        for kind, found in sorted(compared.kinds.items(), key=lambda item: -len(item[1])):
            print(f"  {title}: {len(found)} × {kind}")
            for text in found[:show]:
                print(f"      {text[:150]!r}")


def failures(results: Mapping[str, tuple[Compared, Compared]], size: int) -> list[str]:
    """The packs that agree with their filters too seldom."""
    return [
        f"{pack}: the same verdict on {compared.agreed / size:.2%} of {size} articles; {TO_REACH:.0%} are asked for"
        for pack, both in results.items()
        for compared in both
        if compared.agreed < TO_REACH * size
    ]


def write(lines: Sequence[str]) -> None:
    """Put the table between the marks of docs/standards.md."""
    start, end = "<!-- datatrove -->", "<!-- /datatrove -->"
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(start)
    PAGE.write_text(before + start + "\n\n" + "\n".join(lines) + "\n\n" + end + rest.split(end)[1], encoding="utf-8")


def main() -> int:
    import tempfile

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "eval")
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--show", type=int, default=0, help="so many texts of each kind of disagreement")
    parser.add_argument("--write", action="store_true", help="renew the table in docs/standards.md")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a pack agrees too seldom")
    args = parser.parse_args()
    texts = articles(args.data, args.articles)
    with tempfile.TemporaryDirectory() as folder:
        rows, _ = reference(texts, Path(folder))
    results = {
        pack: (compare(pack, texts, rows, given=True), compare(pack, texts, rows, given=False)) for pack in PACKS
    }
    for pack, (same, own) in results.items():
        tell(pack, same, own, args.show)
    lines = list(table(results, len(texts)))
    print("\n".join(lines))
    if args.write:
        write(lines)
    failed = failures(results, len(texts)) if args.check else []
    print(*failed, sep="\n", file=sys.stderr, end="\n" if failed else "")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
