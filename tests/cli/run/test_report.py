"""Where the report goes: files, pipes, full disks, odd names and locales."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.articles import ENTITY, FAULTY, FIXED, FORMATS, Artlint, contents, write


def test_a_file_name_that_is_not_utf8(artlint: Artlint, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/caf\xe9.txt", "wb") as file:
        file.write(FAULTY.encode())
    for args in ([], ["--diff"], ["--statistics"], ["-j", "2"]):
        assert artlint("data", *args).code == 1, args
    for name in ("full", "json", "json-lines", "sarif", "github", "gitlab", "junit", "rdjson"):
        assert artlint("data", "--output-format", name).code == 1, name
    assert artlint("baseline", "data").code == 0
    assert artlint("data").code == 0


def test_output_does_not_depend_on_the_locale(artlint: Artlint, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", FAULTY.replace("road", "café"))
    ascii_only = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    for args in ([path], [path, "--diff"], [path, "--statistics"], ["rule", "related-links"], ["config", "schema"]):
        plain, bare = artlint(*args), artlint(*args, env=ascii_only)
        assert (plain.code, plain.out) == (bare.code, bare.out), args
    assert artlint("fix", "-", input=path.read_bytes(), env=ascii_only).out == FIXED.replace("road", "café")


def test_an_output_file(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    listed = artlint(faulty)
    ran = artlint(faulty, "-o", "report.txt")
    assert (ran.code, ran.out) == (1, "")
    assert (tmp_path / "report.txt").read_text() == listed.out
    assert sorted(contents(tmp_path)) == ["faulty.txt", "report.txt"]


@pytest.mark.parametrize(
    "arguments",
    [["-o", "link"], ["--output-format", "jsonl", "-o", "link"], ["--write-fixed", "out"]],
    ids=["report", "rows", "fixed"],
)
def test_an_output_file_that_is_a_link_is_refused(artlint: Artlint, tmp_path: Path, arguments: list[str]) -> None:
    """A checkout may hold one that leads anywhere."""
    target = write(tmp_path / "target", "old")
    records = write(tmp_path / "out" / ".." / "r.jsonl", '{"text": "It is so &amp; so."}\n')
    for link in ("link", "out/r.jsonl", "link.journal"):
        (tmp_path / link).symlink_to(target)
    ran = artlint(records.name, *arguments)
    assert ran.code == 2
    assert "a link" in ran.err
    assert target.read_text() == "old"


def test_a_baseline_that_is_a_link_is_refused(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    target = tmp_path / "target"
    (tmp_path / ".artlint-baseline.json").symlink_to(target)
    ran = artlint("baseline", faulty)
    assert (ran.code, "is a link" in ran.err, target.exists()) == (2, True, False)


def test_dev_stdout_is_written_and_not_replaced(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    """Standard output may be a file; its name under /dev must survive, even where artlint may replace it."""
    (tmp_path / "list").mkdir()
    command = [sys.executable, "-m", "artlint", str(faulty), "-q", "-o", "/dev/stdout"]
    with open(tmp_path / "list" / "out", "wb") as out:
        assert subprocess.run(command, stdout=out, check=False).returncode == 1
    assert os.path.islink("/dev/stdout")
    assert ENTITY in (tmp_path / "list" / "out").read_text()


def test_an_output_file_is_untouched_when_the_run_fails(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    report = write(tmp_path / "out" / "report.txt", "the last good one")
    write(tmp_path / "data" / "a" / "a.txt", FAULTY)
    write(tmp_path / "data" / "b" / "b.txt", FAULTY)
    write(tmp_path / "data" / "b" / "artlint.yaml", "selekt: [DUP]\n")
    failing = (["data"], ["data", "-j", "2"], [faulty, "--select", "nothing"], ["data", "--output-format", "jsn"])
    for args in failing:
        ran = artlint(*args, "-o", report)
        assert ran.code == 2, args
        assert contents(report.parent) == {"report.txt": b"the last good one"}, args


def test_an_output_takes_no_articles_place_and_may_lie_in_a_new_folder(
    artlint: Artlint, tmp_path: Path, faulty: Path
) -> None:
    before = faulty.read_bytes()
    ran = artlint(faulty, "-o", faulty)
    assert ran.code == 2
    assert "would be written over" in ran.err
    assert faulty.read_bytes() == before
    assert artlint(faulty, "-o", "new/folder/report.txt").code == 1
    assert (tmp_path / "new/folder/report.txt").read_text()


def test_nothing_to_check_is_said(artlint: Artlint, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "empty.jsonl").write_text("")
    assert artlint("empty.jsonl").err == "There was no article to check.\n"
    (tmp_path / "bad.jsonl").write_text('{"text": "It rained in Doha, they said."}\n{"tx": 1}\n')
    assert artlint("bad.jsonl", "--select", "DUP").err.endswith("in 1 article; 1 article could not be checked.\n")


@pytest.mark.parametrize(("target", "reason"), [("taken/report.txt", "File exists"), (".", "Is a directory")])
def test_an_output_file_that_cannot_be(
    artlint: Artlint, tmp_path: Path, faulty: Path, target: str, reason: str
) -> None:
    (tmp_path / "taken").write_text("a file")
    ran = artlint(faulty, "-o", target)
    assert ran.code == 2
    named = os.path.join(tmp_path, target.removesuffix("/report.txt")).rstrip("/.")
    assert re.fullmatch(rf"artlint: {re.escape(named)}: {reason}.*\n", ran.err)


full_disk = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")


@full_disk
@pytest.mark.parametrize("name", FORMATS)
def test_a_full_disk(artlint: Artlint, seeds: Path, tmp_path: Path, name: str) -> None:
    ran = artlint(seeds, "--output-format", name, "-o", "/dev/full")
    assert (ran.code, ran.out) == (2, "")
    assert "No space left on device" in ran.err
    assert not list(Path("/dev").glob("*.artlint"))
    assert not list(tmp_path.iterdir())


@full_disk
@pytest.mark.parametrize("args", [["seeds"], ["seeds", "--diff"], ["rules"], ["rule", "DUP001"], ["--version"]])
def test_standard_output_on_a_full_disk(environment: dict[str, str], root: Path, args: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "artlint", *args],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=root,
            check=False,
        )
    assert ran.returncode == 2
    assert ran.stderr.decode().splitlines()[-1] == "artlint: writing the output: No space left on device"
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_that_has_had_enough(environment: dict[str, str], many: Path, jobs: str) -> None:
    command = f"{sys.executable} -m artlint -q -j {jobs} --output-format json-lines . | head -1"
    ran = subprocess.run(
        ["bash", "-c", command], capture_output=True, cwd=many, env=environment, timeout=30, check=False
    )
    assert ran.stderr == b""
    assert json.loads(ran.stdout)["code"]


def test_statistics_as_data(artlint: Artlint, seeds: Path) -> None:
    ran = artlint("seeds", "--statistics", "--output-format", "json", cwd=seeds.parent)
    found = json.loads(ran.out)
    table = artlint("seeds", "--statistics", cwd=seeds.parent).lines
    rows = [f"{r['count']:5}  {r['files']:5}  {r['code']} {r['name']}" for r in found["rules"]]
    assert [row.split() for row in rows] == [line.split() for line in table[1 : 1 + len(rows)]]
    assert sum(r["count"] for r in found["rules"]) == sum(f["count"] for f in found["files"])
    empty = artlint("seeds", "--select", "ART003", "--statistics", "--output-format", "json", cwd=seeds.parent)
    assert json.loads(empty.out) == {"rules": [], "files": []}
    refused = artlint("seeds", "--statistics", "--output-format", "sarif", cwd=seeds.parent)
    assert (refused.code, refused.out) == (2, "")


def test_statistics(artlint: Artlint, seeds: Path) -> None:
    ran = artlint("seeds", "--statistics", cwd=seeds.parent)
    rules, files = ran.out.split("\n\n")
    listed = artlint("seeds", cwd=seeds.parent).lines
    counts = {words[3]: int(words[0]) for words in map(str.split, rules.splitlines()[1:])}
    assert sum(counts.values()) == len(listed)
    assert counts["unbalanced-quotes"] == 2
    assert list(counts.values()) == sorted(counts.values(), reverse=True)
    per_file = {words[1]: int(words[0]) for words in map(str.split, files.splitlines()[1:])}
    assert per_file == {name: sum(line.startswith(name) for line in listed) for name in per_file}
    assert ran.code == 1


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_output(environment: dict[str, str], faulty: Path, closed: str) -> None:
    command = f"{sys.executable} -m artlint {faulty} {closed}"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, env=environment, check=False)
    assert ran.returncode == 1
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize(("variables", "is_colored"), [
    ({}, False),
    ({"FORCE_COLOR": "1"}, True),
    ({"CLICOLOR_FORCE": "1"}, True),
    ({"FORCE_COLOR": "0"}, False),
    ({"FORCE_COLOR": ""}, False),
    ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
])  # fmt: skip
def test_colours_can_be_forced(
    artlint: Artlint, articles: Path, tmp_path: Path, variables: dict[str, str], is_colored: bool
) -> None:
    """As servers that show logs in colours ask for; but not in a file, and not in a difference that a program applies."""
    for name in ("full", "concise"):
        assert ("\x1b[" in artlint(articles, "--output-format", name, env=variables).out) == is_colored
    assert "\x1b[" not in artlint(articles, "--diff", env=variables).out
    assert "\x1b[" in artlint(articles, "--diff", "--color", "always", env=variables).out
    artlint(articles, "-o", tmp_path / "report.txt", env=variables)
    assert "\x1b[" not in (tmp_path / "report.txt").read_text(encoding="utf-8")
