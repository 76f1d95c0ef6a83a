"""benchmarks/speed/run.py on a few small files, without the other tools; what it is made of."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from artlint import Linter
from tests.support import ROOT, Ran, run

TEXT = "The dam above the village held through night {n}, and {n} people slept badly, the mayor of Ashby said. "


@pytest.fixture(autouse=True)
def _on_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks" / "speed")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of 25 articles: some files, the others in JSON Lines."""
    folder = tmp_path / "given"
    folder.mkdir()
    texts = [f"Night {n}\n\n" + "\n\n".join(TEXT.format(n=100 * n + k) * 2 for k in range(5)) for n in range(25)]
    for n, text in enumerate(texts[:5]):
        folder.joinpath(f"{n}.txt").write_text(text, encoding="utf-8")
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts[5:])
    folder.joinpath("rest.jsonl").write_text(lines, encoding="utf-8")
    return folder


def benchmarks(tmp_path: Path, *options: object) -> Ran:
    command = [
        sys.executable,
        str(ROOT / "benchmarks" / "speed" / "run.py"),
        "--work",
        str(tmp_path / "work"),
        "--peers",
        "none",
    ]
    return run([*command, *map(str, options)])


def test_all_of_it(articles: Path, tmp_path: Path) -> None:
    ran = benchmarks(tmp_path, "--corpus", articles, "--files", 20, "--megabytes", 0.02, "--repeat", 1)
    assert ran.code == 0, ran.err
    heads = [line for line in ran.lines if line.startswith("### ")]
    assert [re.sub(r"[\d.,]+", "N", h) for h in heads] == [
        "### One articleN N kBN from the command line",
        "### A folder: N filesN N MB",
        "### The same folder againN with artlint's cache",
        "### JSON LinesN one coreN in process: N MB of text",
        "### Twice as much",
    ]
    for row in (
        "artlint / python -c pass",
        "again, one file changed / first run",
        "20 files / 10 files",
    ):
        assert f"| {row} | " in ran.out
    assert len(re.findall(r"^\| an article of [\d.]+ MB / an article of [\d.]+ MB \|", ran.out, re.M)) == 3
    assert "not measured" not in ran.out
    assert "a folder “given”, as they are" in ran.out
    (made,) = (tmp_path / "work" / "corpora").iterdir()
    assert len(list(made.glob("articles/*/*.txt"))) == 20 == len((made / "articles.jsonl").read_text().splitlines())
    assert made.joinpath("article.txt").stat().st_size >= 20_000


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--corpus", "nowhere"], "nowhere is not a folder"),
        (["--corpus", "."], "holds no article: no .txt or .md file"),
        (["--only", "cold,hot"], "“hot” is none of cold, folder, warm, jsonl, growth"),
        (["--repeat", "0"], "“0” is no number from 1 on"),
    ],
)
def test_what_it_cannot_do(options: list[str], message: str, tmp_path: Path) -> None:
    options = [str(tmp_path / o) if o in ("nowhere", ".") else o for o in options]
    ran = benchmarks(tmp_path, *options)
    assert ran.code == 2
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_command_that_fails_is_told(tmp_path: Path) -> None:
    import measure

    def fails(code: str, **options: Any) -> str:
        with pytest.raises(measure.Failed) as caught:
            measure.run([sys.executable, "-c", code], folder=tmp_path, **options)
        return str(caught.value).replace(Path(sys.executable).name, "python")

    assert fails("import sys; sys.exit('no such rule')") == "python ended with 1: no such rule"
    assert fails("1 / 0", codes=(0, 1)) == "python ended with 1: ZeroDivisionError: division by zero"
    assert fails("import time; time.sleep(30)", limit=0.2) == "took more than 0.2 seconds"
    with pytest.raises(measure.Failed, match="cannot be started: No such file"):
        measure.run([str(tmp_path / "nothing")], folder=tmp_path)


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="the system does not say what memory is used")
def test_time_and_memory_of_children_count(tmp_path: Path) -> None:
    import measure

    child = (
        "x = bytearray(60_000_000); import time; e = time.process_time() + 0.4\\nwhile time.process_time() < e: pass"
    )
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '''{child}'''])"
    used = measure.run([sys.executable, "-c", code], folder=tmp_path, memory=True)
    assert used.wall > 0.4
    assert used.cpu > 0.4
    assert 60e6 < used.memory < 120e6


def test_rounds_take_turns_and_leave_out_what_fails() -> None:
    import measure

    order: list[str] = []

    def contender(name: str, fails_at: int = 9) -> measure.Contender:
        def once() -> measure.Usage:
            order.append(name)
            if order.count(name) == fails_at:
                raise measure.Failed("out of patience")
            return measure.Usage(2.0, 1.0)

        return measure.Contender(name, once)

    runs, failed = measure.rounds([contender("a"), contender("b", 2), contender("c")], 3)
    assert order == ["a", "b", "c", "a", "b", "c", "a", "c"]
    assert failed == {"b": "out of patience"}
    assert {name: len(used) for name, used in runs.items()} == {"a": 3, "c": 3}
    assert measure.ratios([2, 9], [1, 3]) == [2, 3]
    assert measure.quartiles([1, 2, 3, 4, 5]) == (2, 3, 4)


def test_articles_put_together_differ_and_stay_the_same(articles: Path) -> None:
    import corpora
    import sources

    texts = sources.from_folders([articles]).texts
    made = corpora.recombined(texts, 40)
    assert made == corpora.recombined(texts, 40)
    assert len(set(made)) == 40
    for text in made:
        parts = text.split("\n\n")
        assert len(parts) == len(set(parts))
    with pytest.raises(sources.SourceError, match="1 paragraphs are too few"):
        corpora.recombined(["One."], 2)


def test_markup_of_an_encyclopaedia_becomes_prose() -> None:
    import sources

    long = "The dam above the village was built by [[mason|masons]] from '''Ashby''', who knew the river well"
    page = f"{{{{Infobox|a={{{{b}}}}}}}}\n{long}.<ref>A book.</ref>\n* [[A list]]\n== See also ==\n"
    assert sources.prose(page) == long.replace("[[mason|masons]]", "masons").replace("'''", "") + ".\n"
    assert sources.prose("#REDIRECT [[Dam]]") == ""


def test_made_up_phrases_are_rules_that_match_nothing(tmp_path: Path, seeds: Path) -> None:
    import doubled

    configuration, count = doubled.write(tmp_path)
    assert count > 1000
    linter = Linter.from_config(str(configuration))
    assert sum(r.name.startswith("made-up-") for r in linter.selection.for_path("").rules) >= 5
    for path in seeds.glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert linter.lint_text(text) == Linter.from_config().lint_text(text)
    assert doubled.made_up("en", ["read {name} next"])[0].split()[1] == "{name}"


def test_results_go_between_the_markers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import measure
    import report
    import suites

    monkeypatch.delitem(sys.modules, "run", raising=False)
    import run as command

    pages = {name: tmp_path / name for name in ("PAGE", "README", "RESULTS")}
    for name, path in pages.items():
        monkeypatch.setattr(command, name, path)
    for path in (pages["PAGE"], pages["README"]):
        path.write_text(f"Before.\n\n{report.BEGIN}\nOld.\n{report.END}\n\nAfter.\n", encoding="utf-8")
    about = {
        "date": "2026-11-22", "machine": "2 cores", "python": "3.11", "versions": {"artlint": "1", "typos": "2"}, "missing": {},
        "load": 0.1, "files": 5000, "corpus": "Text: of this and that", "command": "python benchmarks/speed/run.py",
    }  # fmt: skip
    runs = {"artlint": [measure.Usage(6, 9), measure.Usage(8, 9)], "typos": [measure.Usage(2, 3)] * 2}
    table = suites.suite("A folder", runs, {"proselint": "no | wheel"}, suites.beside(runs), size=20_000_000)
    command.write({"folder": {**table, "circumstances": about}})
    command.write({"cold": {**suites.suite("One", runs, {}, suites.beside(runs), unit="ms"), "circumstances": about}})
    assert list(json.loads(pages["RESULTS"].read_text())) == ["cold", "folder"]
    full, short = (pages[name].read_text(encoding="utf-8") for name in ("PAGE", "README"))
    for text in (full, short):
        assert text.startswith(f"Before.\n\n{report.BEGIN}\n\n")
        assert text.endswith(f"\n\n{report.END}\n\nAfter.\n")
        assert "Old." not in text
    assert "| artlint | 7 s (6–8) | 9 s (9–9) | 2.86 MB |" in full
    assert "| artlint / typos | 3.5 (3–4) | 3 (3–3) |" in full
    assert "| proselint | not measured: no / wheel | | |" in full
    assert "| 5,000 files, 20 MB, from the command line | 7 s | typos: 2 s | 3.5 (3–4) |" in short
    pages["README"].write_text("No marker.\n")
    with pytest.raises(report.ReportError, match="README: <!-- benchmarks -->"):
        command.write({})
