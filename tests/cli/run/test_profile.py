"""`--profile` and the line of `-v`: a slow rule of the user is found, and what is printed elsewhere stays as it is."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.support import install, python_path
from tests.support.articles import Artlint

RULE = """\
- name: {name}
  code: {code}
  check: {check}
  summary: s
  why: w
  message: m
"""
# Its mechanisms take time by the clock of the profile alone, which is that of the processor otherwise: so nobody waits,
# and what else runs on the machine does not show.
SLEEPER = """\
import time
from artlint.base import timer
from artlint.cli.run import profile
from artlint.plugin_api import Check, Finding, Span

slept = time.perf_counter() - time.process_time()


def clock():
    return slept + time.process_time()


timer.perf_counter = profile.perf_counter = clock


def sleep(seconds):
    global slept
    slept += seconds


def artlint_checks():
    return {"sleeper": Sleeper, "dreamer": Dreamer, "hesitant": Hesitant}


class Sleeper(Check):
    def run(self, article):
        sleep(0.3 if article.path.endswith("07.txt") else 0.02)
        if article.path.endswith("03.txt"):
            yield Finding(Span(0, 3), {})


def dream(article):
    sleep(0.02)


class Dreamer(Check):
    def run(self, article):
        article.view(dream)
        return ()


class Hesitant(Check):
    def may_match(self, article):
        sleep(0.02)
        return False
"""
ROW = re.compile(r"^ *([\d.]+) +([\d.]+) % +(\d+) +([\d.]+|–)  ([A-Z]+\d+) (\S+) +(\S+) \(([\d.]+)\)$", re.M)
STAGE = re.compile(r"^ *([\d.]+) +[\d.]+ %  (\S.*)$", re.M)
VIEW = re.compile(r"^ *([\d.]+) +[\d.]+ %    (\S.*)$", re.M)
END = re.compile(r"^(\d+) articles? in ([\d.]+) s, [\d.]+ MB, [\d.]+ MB/s$", re.M)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twenty articles and a plugin; which of its mechanisms a rule uses, a test decides."""
    install(tmp_path / "site", "house", SLEEPER)
    articles = tmp_path / "articles"
    articles.mkdir()
    for n in range(20):
        text = (
            f"The Dam Held\n\nThe ferry number {n} left the harbour at dawn, and nobody waved.\n\nIt sank at night.\n"
        )
        articles.joinpath(f"{n:02}.txt").write_text(text + "&amp; so on.\n" * (n == 5))
    tmp_path.joinpath("artlint.yaml").write_text("rule-paths: [own.yaml]\n")
    return tmp_path


@pytest.fixture
def check(artlint: Artlint, folder: Path) -> Artlint:
    return lambda *args, **more: artlint(*args, env={"PYTHONPATH": python_path(folder / "site")}, cwd=folder, **more)


def use(folder: Path, check: str, more: str = "") -> None:
    rule = RULE.format(name=f"own-{check}", code="OWN001", check=check)
    folder.joinpath("own.yaml").write_text(rule + more)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_slow_rule_stands_first(check: Artlint, folder: Path, jobs: int) -> None:
    use(folder, "sleeper")
    plain = check("articles", "-j", jobs, "--output-format", "json", "--no-cache")
    ran = check("articles", "-j", jobs, "--output-format", "json", "--profile")
    assert (ran.code, ran.out) == (plain.code, plain.out) == (1, plain.out)
    assert {d["code"] for d in json.loads(ran.out)} == {"OWN001", "ENC004"}
    assert ran.err.startswith(plain.err)

    rows = ROW.findall(ran.err)
    took = [float(row[0]) for row in rows]
    assert len(rows) > 20
    assert took == sorted(took, reverse=True)
    assert sum(float(row[1]) for row in rows) == pytest.approx(100, abs=2)
    ms, share, count, each, code, name, slowest, longest = rows[0]
    assert (code, name, count, slowest) == ("OWN001", "own-sleeper", "20", "articles/07.txt")
    assert 680 < float(ms) < 5000
    assert float(share) > 50
    assert float(each) == pytest.approx(float(ms) / 20, abs=0.1)
    assert 300 <= float(longest) < float(ms)

    stages = {name: float(ms) for ms, name in STAGE.findall(ran.err)}
    views = {name: float(ms) for ms, name in VIEW.findall(ran.err)}
    assert {"reading and decoding", "finding files", "reporting", "rules"} <= set(stages)
    assert {"blocks", "lines", "layout"} <= set(views)
    assert stages["rules"] == pytest.approx(sum(took), abs=3)
    assert stages["views that rules share"] == pytest.approx(sum(views.values()), abs=2)
    total = stages.pop("all")
    assert sum(stages.values()) == pytest.approx(total, abs=2)
    ((articles, seconds),) = END.findall(ran.err)
    assert articles == "20"
    if jobs == 1:  # each second counts once
        assert total / 1000 == pytest.approx(float(seconds), rel=0.1)
    assert ("added up" in ran.err) == (jobs == 2)


def test_nothing_is_taken_from_the_cache(check: Artlint, folder: Path) -> None:
    use(folder, "sleeper")
    check("articles")
    assert "own-sleeper" not in check("articles", "-v").err  # all is known, and no rule ran
    assert ROW.findall(check("articles", "--profile").err)[0][2:6:3] == ("20", "own-sleeper")


@pytest.mark.parametrize("jobs", [1, 2])
def test_verbose_names_a_slow_rule_of_the_user(check: Artlint, folder: Path, jobs: int) -> None:
    use(folder, "sleeper")
    plain = check("articles", "-j", jobs, "--no-cache")
    ran = check("articles", "-j", jobs, "--no-cache", "-v")
    assert (ran.code, ran.out) == (plain.code, plain.out)
    (said,) = [line for line in ran.err.splitlines() if "took" in line]
    assert re.fullmatch(
        r"artlint: the rule “own-sleeper” \(own\.yaml\) took \d\.\d s, \d\d % of the time of all rules and views; "
        r"longest on articles/07\.txt \(0\.\d\d s\)",
        said,
    )
    assert "took" not in plain.err
    assert not ROW.findall(ran.err)


def test_a_slow_pattern_is_named(check: Artlint, folder: Path) -> None:
    use(folder, "pattern", "  options: {patterns: ['^(a|aa)+$']}\n")
    folder.joinpath("long.txt").write_text("The Dam Held\n\nNobody was hurt.\n\n" + "a" * 60 + "!\n")
    ran = check("long.txt", "-v", "--profile")
    assert "rule-timeout" in ran.out
    assert ROW.findall(ran.err)[0][5] == "own-pattern"
    assert "the rule “own-pattern” (own.yaml) took " in ran.err


def test_what_hides_in_a_view_or_in_the_question_is_found(check: Artlint, folder: Path) -> None:
    use(folder, "dreamer")
    ran = check("articles", "-v", "--profile")
    assert "the view “house.dream” (house) took " in ran.err
    assert {name: float(ms) for ms, name in VIEW.findall(ran.err)}["house.dream"] >= 400
    use(folder, "hesitant")
    ran = check("articles", "-v", "--profile")
    assert ROW.findall(ran.err)[0][2:6] == ("0", "–", "OWN001", "own-hesitant")
    assert "the rule “own-hesitant” (own.yaml) took " in ran.err


def test_neither_artlints_rules_nor_quick_ones_are_blamed(check: Artlint, folder: Path, seeds: Path) -> None:
    use(folder, "pattern", "  options: {patterns: ['\\b[a-z]{1,20}ing\\b']}\n")
    for n in range(30):
        shutil.copytree(seeds, folder / "many" / str(n))
    for options in (["--isolated"], [], ["--select", "own-pattern"]):
        ran = check("many", "-v", "--profile", *options)
        assert sum(float(row[0]) for row in ROW.findall(ran.err)) > 20
        assert ("own-pattern" in ran.err) == ("--isolated" not in options)
        assert "took" not in ran.err


def test_standard_input(check: Artlint, folder: Path) -> None:
    use(folder, "sleeper")
    text = "The dam held.\n"
    ran = check("-", "--stdin-filename", "07.txt", "--profile", input=text)
    assert ran.out == check("-", "--stdin-filename", "07.txt", input=text).out
    assert ROW.findall(ran.err)[0][2:7] == ("1", ROW.findall(ran.err)[0][3], "OWN001", "own-sleeper", "07.txt")
    assert END.findall(ran.err)[0][0] == "1"


@pytest.mark.parametrize("jobs", [1, 2])
def test_fixing(check: Artlint, folder: Path, jobs: int) -> None:
    use(folder, "sleeper")
    shown = check("articles", "--diff", "-j", jobs)
    assert check("articles", "--diff", "-j", jobs, "--profile").out == shown.out != ""
    ran = check("articles", "--fix", "-j", jobs, "--profile")
    assert "Fixed 1 fault in 1 file" in ran.err
    assert ROW.findall(ran.err)[0][2:6:3] == ("20", "own-sleeper")
    assert "fixing and writing" in {name for _, name in STAGE.findall(ran.err)}
    assert "&amp;" not in (folder / "articles" / "05.txt").read_text()


def test_comments_and_baselines_have_their_own_row(check: Artlint, folder: Path) -> None:
    use(folder, "sleeper")
    page = folder / "articles" / "a.md"
    page.write_text("# The Dam Held\n\n<!-- artlint-ignore: html-entity -->\nRain &amp;amp; wind.\n" * 50)
    check("baseline", "articles/05.txt")
    ran = check("articles", "--profile")
    assert "05.txt" not in ran.out
    assert {name: float(ms) for ms, name in STAGE.findall(ran.err)}["baseline, comments in Markdown"] > 0.3


def test_runs_in_one_process_are_measured_each_for_itself(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run that fails leaves nothing behind, and a run that does not ask is not measured."""
    from artlint.cli import main

    monkeypatch.chdir(folder)
    monkeypatch.setenv("ARTLINT_CACHE_DIR", str(folder / "cache"))
    for _ in range(2):
        assert main.main(["articles", "--isolated", "--profile", "-j", "1"]) == 1
        assert {count for _, _, count, *_ in ROW.findall(capsys.readouterr().err)} <= {str(n) for n in range(21)}
    assert main.main(["missing", "--profile"]) == 2
    assert main.main(["articles", "--select", "nothing-of-the-kind", "-v"]) == 2
    assert main.main(["articles", "--isolated", "-j", "1"]) == 1
    assert not ROW.findall(capsys.readouterr().err)
