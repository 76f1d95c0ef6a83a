"""What shows across articles, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.corpus import article, corpus


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in corpus().items():
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


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


def test_records_of_a_file_are_compared(tmp_path: Path, artlint: Callable[..., Any]) -> None:
    pytest.importorskip("pyarrow")
    import json

    lines = [json.dumps({"id": f"i{n}", "text": text}) for n, text in enumerate(corpus().values())]
    tmp_path.joinpath("a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    runs = [artlint("a.jsonl", "--select", "COR", "-j", jobs, cwd=tmp_path) for jobs in ("1", "2")]
    assert runs[0].out == runs[1].out
    assert "a.jsonl#2 (i1):3:1: COR001 duplicate-article: the same article as a.jsonl#1 (i0)\n" in runs[0].out
    assert runs[0].out.count("COR001") == 40
