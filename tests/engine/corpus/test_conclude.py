"""What shows only across articles: the same in every order, by any number of workers, in memory and on disk."""

from __future__ import annotations

import random
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artlint import Linter
from artlint.base.model import Fact
from artlint.checks.corpus.near_duplicates import bands
from artlint.engine.corpus import collect, conclude
from artlint.engine.corpus.conclusion_store import ConclusionStore
from artlint.engine.corpus.fact_groups import FactGroups
from artlint.text import native
from artlint.text.article import Article
from artlint.text.measures import shingles

WORDS = [
    f"{a}{b}{c}" for a in ("ba", "co", "du", "fe") for b in ("lan", "mir", "nos", "pel") for c in ("da", "ti", "vo")
]


def article(seed: int, words: int = 200) -> list[str]:
    return random.Random(seed).choices(WORDS, k=words)


def changed(words: list[str], share: float, seed: int) -> list[str]:
    rng, out = random.Random(seed), words[:]
    for n in rng.sample(range(len(out)), int(share * len(out))):
        out[n] = rng.choice(WORDS) + "x"
    return out


def corpus() -> dict[str, str]:
    """Forty articles, of each a copy in capitals, one with 2 % and one with 5 % of its words changed."""
    texts = {}
    for n in range(40):
        words = article(n)
        texts[f"{n:02}/a.txt"] = "Title\n" + " ".join(words)
        texts[f"{n:02}/b.txt"] = "\n\nTITLE\n\n" + " ".join(words).upper()
        texts[f"{n:02}/c.txt"] = "Title\n" + " ".join(changed(words, 0.02, n))
        texts[f"{n:02}/d.txt"] = "Title\n" + " ".join(changed(words, 0.05, n))
    return texts


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in corpus().items():
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def linter(**more: Any) -> Linter:
    return Linter.from_config(select=["duplicate-article", "near-duplicate-article"], **more)


@given(
    st.text(max_size=200) | st.lists(st.sampled_from(["a", "b ", "日本", " c", "é", "İ", "\ud800", "🐍 "])).map("".join)
)
def test_shingles_in_c_are_those_of_python(text: str) -> None:
    if not native.built:
        pytest.skip("not built")
    built, folded = native.built, shingles.folded(text)
    fast = [shingles.shingles(folded, n) for n in (1, 3, 5)]
    try:
        native.built = None
        assert shingles.folded(text) == folded
        assert [shingles.shingles(folded, n) for n in (1, 3, 5)] == fast
        shared = shingles.common(fast[0], fast[1])
    finally:
        native.built = built
    assert shingles.common(fast[0], fast[1]) == shared


def test_shingles_are_sorted_and_different() -> None:
    numbers = array("I", shingles.shingles("a b c d a b c d", 2))
    assert list(numbers) == sorted(set(numbers))
    assert len(numbers) == 4  # ab, bc, cd, da
    assert not shingles.shingles("a b c", 5)
    assert len(shingles.shingles("日本語の記事", 5)) == 2 * shingles.HASH


def test_bands_are_those_of_every_machine() -> None:
    """Facts are kept between runs, and come together from several machines."""
    keys = list(bands(shingles.shingles(" ".join(WORDS), 5), 4, 2))
    assert [k.hex() for k in keys[:2]] == ["00df5bd704befd9e04", "0166ce6e077007be1a"]
    assert {len(k) for k in keys} == {1 + 2 * 4}


def test_copies_are_found_and_one_is_kept() -> None:
    found = linter().lint_corpus(Article(text, path) for path, text in corpus().items())
    by_rule = {path: [d.rule for d in ds] for path, ds in found.items()}
    assert not any(by_rule[f"{n:02}/a.txt"] for n in range(40))
    assert all(by_rule[f"{n:02}/b.txt"] == ["duplicate-article"] for n in range(40))
    assert all(by_rule[f"{n:02}/c.txt"] == ["near-duplicate-article"] for n in range(40))
    assert sum(by_rule[f"{n:02}/d.txt"] == ["near-duplicate-article"] for n in range(40)) >= 38
    copy = found["07/b.txt"][0]
    assert copy.message == "the same article as 07/a.txt"
    assert [(p.path, p.start.row) for p in copy.related] == [("07/a.txt", 1)]
    assert (copy.start, copy.end, copy.span) == ((3, 1), (3, 6), (2, 7))
    near = found["07/c.txt"][0]
    assert near.message.startswith("nearly the same article as 07/a.txt (similarity 0.")


def test_the_order_of_the_articles_changes_nothing() -> None:
    articles = [Article(text, path) for path, text in corpus().items()]
    expected = linter().lint_corpus(articles)
    for seed in range(3):
        random.Random(seed).shuffle(articles)
        assert linter().lint_corpus(articles) == expected


def test_little_memory_changes_nothing() -> None:
    own = linter()
    rules = {collect.identity(rule): rule for rule in own.selection.for_path("").corpus}
    facts = [f for path, text in corpus().items() for f in own.collect(Article(text, path))]
    found = [
        list(conclude.diagnostics(ConclusionStore(conclude.conclude(rules, facts, room)), own.corpus_rule))
        for room in (10**9, 20_000, 1000)
    ]
    assert found[0]
    assert found[0] == found[1] == found[2]


def test_groups_come_whole_and_in_order() -> None:
    facts = [Fact("r", bytes([n % 7]), f"{n:03}", 0, "", b"x" * 50) for n in range(500)]
    for room in (10**9, 5000):
        groups = FactGroups(room)
        for fact in random.Random(1).sample(facts, len(facts)):
            groups.add(fact)
        seen = {key: members for _, key, members in groups}
        assert len(seen) == 7
        assert all(members == [f for f in facts if f.key == key] for key, members in seen.items())


def test_keep_longest(tmp_path: Path) -> None:
    config = tmp_path / "artlint.yaml"
    config.write_text("rules:\n  near-duplicate-article:\n    options: {keep: longest}\n", encoding="utf-8")
    own = Linter.from_config(str(config), select=["COR"])
    words = article(1)
    texts = {"a.txt": " ".join(words), "b.txt": " ".join([*words, *article(2, 20)])}
    found = own.lint_corpus(Article(text, path) for path, text in texts.items())
    assert [path for path, ds in found.items() if ds] == ["a.txt"]


def test_short_articles_are_spared() -> None:
    words = article(1, 30)
    texts = {"a.txt": " ".join(words), "b.txt": " ".join(words[:-1])}
    assert not any(linter().lint_corpus(Article(text, path) for path, text in texts.items()).values())


def test_workers_change_nothing(folder: Path, artlint: Callable[..., Any]) -> None:
    runs = [artlint("articles", "--no-cache", "-j", jobs, cwd=folder) for jobs in ("1", "2", "8")]
    assert runs[0].code == 1
    assert runs[0].out == runs[1].out == runs[2].out
    assert runs[0].err == runs[1].err == runs[2].err
    assert runs[0].out.count("COR001") == 40
    assert "of 160 files" in runs[0].err


def test_results_that_are_kept_change_nothing(folder: Path, artlint: Callable[..., Any]) -> None:
    env = {"ARTLINT_CACHE_DIR": str(folder / "cache")}
    first, second = (artlint("articles", cwd=folder, env=env) for _ in range(2))
    fresh = artlint("articles", "--no-cache", cwd=folder, env=env)
    assert first.out == second.out == fresh.out
    store = folder / "cache" / "results" / "results.sqlite3"
    assert store.stat().st_size > 160 * 1000, "with the facts of each"
    store.write_bytes(b"no database")
    assert artlint("articles", cwd=folder, env=env).out == fresh.out


def test_part_of_a_corpus(folder: Path, artlint: Callable[..., Any]) -> None:
    """A commit holds few files: they are compared with the whole corpus, and only they are reported."""
    env = {"ARTLINT_CACHE_DIR": str(folder / "cache")}
    folder.joinpath("artlint.yaml").write_text("corpus: [articles]\nselect: [COR]\n", encoding="utf-8")
    whole = artlint("articles", cwd=folder, env=env).out.splitlines()
    for names in (["07/b.txt"], ["07/c.txt", "08/a.txt", "09/d.txt"]):
        paths = [f"articles/{name}" for name in names]
        expected = [line for line in whole if line.split(":")[0] in paths]
        for more in ((), ("--no-cache",), ()):
            assert artlint(*paths, *more, cwd=folder, env=env).out.splitlines() == expected
    alone = artlint("articles/07/b.txt", "--isolated", "-v", "--select", "COR", cwd=folder, env=env)
    assert alone.out == ""
    assert "did not run" in alone.err


def test_fixed_articles_are_compared_as_they_are_then(tmp_path: Path, artlint: Callable[..., Any]) -> None:
    text = " ".join(article(1, 60)).capitalize() + ".\n"
    tmp_path.joinpath("a.txt").write_text(text + text, encoding="utf-8")
    tmp_path.joinpath("b.txt").write_text(text, encoding="utf-8")
    ran = artlint(".", "--fix", "--select", "DUP,COR", cwd=tmp_path)
    assert "b.txt:1:1: COR001" in ran.out


def test_a_baseline_knows_them(folder: Path, artlint: Callable[..., Any]) -> None:
    folder.joinpath("artlint.yaml").write_text("select: [COR]\n", encoding="utf-8")
    assert artlint("articles", cwd=folder).code == 1
    assert artlint("baseline", "articles", cwd=folder).code == 0
    ran = artlint("articles", cwd=folder)
    assert (ran.code, ran.out) == (0, "")
    folder.joinpath("articles/07/b.txt").write_text("Another one.\n", encoding="utf-8")
    assert artlint("baseline", "articles", cwd=folder).code == 0
    assert "07/b.txt" not in folder.joinpath(".artlint-baseline.json").read_text(encoding="utf-8")


def test_comments_silence_them(tmp_path: Path, artlint: Callable[..., Any]) -> None:
    text = " ".join(article(1)) + ".\n"
    tmp_path.joinpath("a.md").write_text(text, encoding="utf-8")
    tmp_path.joinpath("b.md").write_text(text + "\n<!-- artlint-ignore-file: duplicate-article -->\n", encoding="utf-8")
    tmp_path.joinpath("c.md").write_text("<!-- artlint-ignore: COR -->\n\n" + text, encoding="utf-8")
    assert artlint(".", "--select", "COR,unused-suppression", cwd=tmp_path).out == ""


def test_other_formats(folder: Path, artlint: Callable[..., Any]) -> None:
    import json

    ran = artlint("articles/07", "--select", "COR", "--output-format", "json", cwd=folder)
    found = json.loads(ran.out)
    assert [d["code"] for d in found] == ["COR001", "COR002", "COR002"]
    assert found[0]["related"][0]["filename"].endswith("07/a.txt")
    full = artlint("articles/07", "--select", "COR", "--output-format", "full", cwd=folder).out
    assert "TITLE" in full
    assert artlint("articles/07", "--select", "COR", "--output-format", "sarif", cwd=folder).code == 1


def test_stages_on_record_batches_give_the_same() -> None:
    """What the cluster does between its shuffles, without one."""
    pa = pytest.importorskip("pyarrow")
    from artlint.base.model import RecordPath
    from artlint.records.schema import records
    from artlint.spark.facts import FACTS, Corpus

    own = linter()
    texts = list(corpus().values())
    steps = Corpus(own, None)
    found = {}
    for seed in (0, 1):
        rows = []
        for part in (range(50), range(50, len(texts))):
            made = [{"record": n + 1, "id": f"i{n}", "text": texts[n]} for n in part]
            rows += steps.collect(records("x.jsonl", made)).to_pylist()
        for stage in (1, 2, 3):
            random.Random(seed).shuffle(rows)
            parts: list[list[Any]] = [[] for _ in range(3)]
            for row in rows:
                parts[sum(row["key"]) % 3].append(row)
            for part in parts:
                part.sort(key=lambda row: (row["rule"], row["key"]))
            rows = [
                row
                for part in parts
                for row in steps.conclude(stage, pa.RecordBatch.from_pylist(part, FACTS)).to_pylist()
            ]
        reports = sorted((r for r in rows if r["found"]), key=lambda r: (r["path"], r["record"]))
        found[seed] = [
            (r["path"], r["record"], d["message"])
            for r in steps.report(pa.RecordBatch.from_pylist(reports, FACTS)).to_pylist()
            for d in r["diagnostics"]
        ]
    assert found[0] == found[1]

    articles = [Article(text, RecordPath("x.jsonl", n + 1, f"i{n}")) for n, text in enumerate(texts)]
    expected = [(p.file, p.number, d.message) for p, ds in own.lint_corpus(articles).items() for d in ds]
    assert found[0] == sorted(expected)
    assert len(expected) > 40


def test_records_of_a_file_are_compared(tmp_path: Path, artlint: Callable[..., Any]) -> None:
    pytest.importorskip("pyarrow")
    import json

    lines = [json.dumps({"id": f"i{n}", "text": text}) for n, text in enumerate(corpus().values())]
    tmp_path.joinpath("a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    runs = [artlint("a.jsonl", "--select", "COR", "-j", jobs, cwd=tmp_path) for jobs in ("1", "2")]
    assert runs[0].out == runs[1].out
    assert "a.jsonl#2 (i1):3:1: COR001 duplicate-article: the same article as a.jsonl#1 (i0)\n" in runs[0].out
    assert runs[0].out.count("COR001") == 40
