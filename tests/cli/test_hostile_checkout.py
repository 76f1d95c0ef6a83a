"""A checkout of a stranger's can neither exhaust nor hang the machine that lints it, nor lead it elsewhere."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import install, run
from tests.support.articles import CLEAN, Artlint, write

MEMORY = 1_500_000_000  # bytes of address space, several times what a run takes
SECONDS = 60  # on a machine that does other things as well

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")

ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
SLOW_RULE = """\
- name: slow-{n}
  code: SLO{n:03}
  check: pattern
  severity: warning
  summary: It is slow.
  why: It is slow.
  message: slow
  examples: []
  options:
    patterns: ["^(a|aa)+$"]
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    (folder / ".git").mkdir(parents=True)
    write(folder / "articles" / "a.txt", CLEAN)
    write(tmp_path / "secret.yaml", "token: 4711-is-the-secret\n")
    return folder


def zero(path: Path) -> None:
    path.symlink_to("/dev/zero")


def config(text: str) -> Callable[[Path], object]:
    return lambda folder: write(folder / "artlint.yaml", text)


def chain(length: int) -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        for n in range(length):
            write(folder / f"c{n}.yaml", f"extend: c{n + 1}.yaml\n")
        write(folder / f"c{length}.yaml", "ignore: [DUP]\n")
        write(folder / "artlint.yaml", "extend: c0.yaml\n")

    return make


def linked(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).symlink_to(folder.parent / "secret.yaml")


PROBES: dict[str, tuple[Callable[[Path], object], str]] = {  # and what the message names
    "pyproject.toml without end": (lambda f: zero(f / "pyproject.toml"), "pyproject.toml: leads out"),
    "artlint.yaml without end": (lambda f: zero(f / "artlint.yaml"), "artlint.yaml: leads out of the checkout"),
    ".gitignore without end": (lambda f: zero(f / ".gitignore"), ".gitignore: cannot read"),
    "inner .gitignore without end": (lambda f: zero(f / "articles" / ".gitignore"), ".gitignore: cannot read"),
    "baseline without end": (lambda f: zero(f / ".artlint-baseline.json"), ".artlint-baseline.json"),
    "pyproject.toml as a pipe": (lambda f: os.mkfifo(f / "pyproject.toml"), "pyproject.toml: cannot read"),
    "artlint.yaml as a pipe": (lambda f: os.mkfifo(f / "artlint.yaml"), "artlint.yaml: cannot read"),
    ".gitignore as a pipe": (lambda f: os.mkfifo(f / ".gitignore"), ".gitignore: cannot read"),
    "a configuration of 5 MB": (config("#" * 5_000_000), "larger than 4 MB"),
    "extend without end": (config("extend: /dev/zero\n"), "artlint.yaml:1:9: this leads out"),
    "rules without end": (config("rule-paths: [/dev/zero]\n"), "artlint.yaml:1:14: this leads out"),
    "a named baseline without end": (config("baseline: /dev/zero\n"), "artlint.yaml:1:11: this leads out"),
    "rules of the machine": (config("rule-paths: [/]\n"), "artlint.yaml:1:14: this leads out"),
    "a corpus of the machine": (config("corpus: [/]\n"), "artlint.yaml:1:10: this leads out"),
    "a linked configuration": (linked("artlint.yaml"), "artlint.yaml: leads out"),
    "a linked article": (linked("articles/b.txt"), "b.txt: leads out"),
    "aliases of aliases": (config(ALIASES), "more than 100,000 values"),
    "a long chain": (chain(1500), "more than 20 files extend one another"),
    "brackets in pyproject.toml": (
        lambda f: write(f / "pyproject.toml", f"[tool.artlint]\nx = {'[' * 200_000}"),
        "nested too deep",
    ),
    "brackets in a baseline": (
        lambda f: write(f / ".artlint-baseline.json", "[" * 200_000),
        "not a baseline of artlint's",
    ),
    "an odd baseline": (
        lambda f: write(
            f / ".artlint-baseline.json",
            json.dumps({"version": 1, "files": {"a": [{"fingerprint": 5, "rule": [1], "line": 1, "message": 2}]}}),
        ),
        "not a baseline of artlint's",
    ),
}


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


@pytest.mark.parametrize(("make", "named"), PROBES.values(), ids=PROBES)
def test_a_probe_is_named_and_does_nothing(
    artlint: Artlint, checkout: Path, make: Callable[[Path], object], named: str
) -> None:
    make(checkout)
    begun = time.monotonic()
    ran = artlint("articles", "--no-cache", "-j", "2", cwd=checkout, preexec_fn=limited, timeout=SECONDS)
    assert time.monotonic() - begun < SECONDS
    assert ran.code == 2
    assert named in ran.err
    assert "artlint itself" not in ran.err
    assert "4711" not in ran.out + ran.err


@pytest.mark.parametrize(
    ("file", "shown"),
    [
        (".gitignore", "{}\n"),
        ("artlint.yaml", 'exclude: ["{}"]\n'),
        ("artlint.yaml", 'per-path: [{{paths: ["{}"]}}]\n'),
    ],
)
def test_a_pattern_with_many_stars(artlint: Artlint, checkout: Path, file: str, shown: str) -> None:
    """`re` would try for an hour which star stands for what."""
    write(checkout / "articles" / f"{'a' * 200}b.txt.txt", CLEAN)
    write(checkout / file, shown.format("*a*a*a*a*a*a*b.txt"))
    assert artlint("articles", "--ignore", "COR", cwd=checkout, timeout=SECONDS).code == 0


def test_an_article_without_end(artlint: Artlint, checkout: Path) -> None:
    zero(checkout / "z.txt")
    ran = artlint("z.txt", "articles", cwd=checkout, preexec_fn=limited, timeout=SECONDS)
    assert (ran.code, ran.out) == (2, "")
    assert "z.txt: cannot be read: it is no regular file" in ran.err


def test_records_without_end(artlint: Artlint, checkout: Path) -> None:
    zero(checkout / "z.jsonl")
    ran = artlint("z.jsonl", cwd=checkout, preexec_fn=limited, timeout=SECONDS)
    assert (ran.code, ran.out) == (2, "")
    assert "z.jsonl: cannot be read" in ran.err or "no regular file" in ran.err


def test_a_named_folder_that_leads_out(artlint: Artlint, checkout: Path) -> None:
    """A stranger may have put a link in the place of the folder that CI names."""
    write(checkout.parent / "elsewhere" / "a.txt", "262\nIt is so &amp; so.\n")
    (checkout / "texts").symlink_to("../elsewhere")
    ran = artlint("texts", "--fix", cwd=checkout)
    assert (ran.code, ran.out) == (2, "")
    assert "texts: leads out of the checkout" in ran.err
    assert "&amp;" in (checkout.parent / "elsewhere" / "a.txt").read_text()


def test_what_git_keeps_is_outside(artlint: Artlint, checkout: Path) -> None:
    write(checkout / ".git" / "config", "token: 4711-is-the-secret\n")
    (checkout / "articles" / "b.txt").symlink_to("../.git/config")
    ran = artlint("articles", cwd=checkout)
    assert "b.txt: leads out" in ran.err
    write(checkout / "artlint.yaml", "extend: .git/config\n")
    more = artlint("articles", cwd=checkout)
    assert (ran.code, more.code) == (2, 2)
    assert "4711" not in ran.out + ran.err + more.out + more.err


def test_without_a_repository_the_folder_of_the_run_is_the_bound(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "secret.yaml", "token: 4711-is-the-secret\n")
    write(tmp_path / "export" / "base.yaml", "ignore: [PUN]\n")
    write(tmp_path / "export" / "in" / "a.txt", CLEAN)
    for named, code in (("../base.yaml", 0), ("../../secret.yaml", 2)):
        write(tmp_path / "export" / "in" / "artlint.yaml", f"extend: {named}\n")
        ran = artlint(".", cwd=tmp_path / "export")
        assert (ran.code, "4711" in ran.err) == (code, False)


def test_files_that_several_extend_are_read_once(artlint: Artlint, checkout: Path) -> None:
    for n in range(18):
        write(checkout / f"c{n}.yaml", f"extend: [d{n}.yaml, e{n}.yaml]\n")
        for letter in "de":
            write(checkout / f"{letter}{n}.yaml", f"extend: c{n + 1}.yaml\n")
    write(checkout / "c18.yaml", "select: [PUN]\n")
    write(checkout / "artlint.yaml", "extend: [d9.yaml, e9.yaml]\n")
    ran = artlint("articles", cwd=checkout, preexec_fn=limited, timeout=SECONDS)
    assert (ran.code, ran.out) == (0, "")


def test_rules_that_take_their_time_are_left_out(artlint: Artlint, checkout: Path) -> None:
    write(checkout / "house" / "slow.yaml", "".join(SLOW_RULE.format(n=n) for n in range(100)))
    write(checkout / "artlint.yaml", "rule-paths: [house]\nselect: [SLO, ART]\n")
    for n in range(20):
        write(checkout / "articles" / f"{n}.txt", f"{'a' * 60}!\n{n}\n")
    ran = artlint("articles", "-j", "1", cwd=checkout, preexec_fn=limited, timeout=2 * SECONDS)
    assert ran.code == 1
    assert ran.out.count("rule-timeout") == 2000


def test_what_is_ones_own_may_lie_elsewhere(artlint: Artlint, checkout: Path) -> None:
    write(checkout.parent / "base.yaml", "ignore: [PUN]\n")
    write(checkout / "artlint.yaml", "extend: ../base.yaml\n")
    assert artlint("articles", cwd=checkout).code == 2
    assert artlint("articles", "--allow-outside", cwd=checkout).code == 0
    assert artlint("config", "show", "--allow-outside", cwd=checkout).code == 0


def test_what_looks_like_a_plugin_is_none(artlint: Artlint, checkout: Path, environment: dict[str, str]) -> None:
    """Neither for a run in the checkout, nor, by what was kept of it, for one elsewhere."""
    install(checkout, "artlint-evil", "raise SystemExit('this was run')")
    lint = [sys.executable, "-c", "import artlint; print(artlint.lint_text('x'))"]
    for folder in (checkout, checkout.parent):
        assert artlint("articles" if folder == checkout else ".", "--ignore", "ALL", cwd=folder).code in (0, 2)
        ran = run(lint, env=environment, cwd=folder)
        assert (ran.out, ran.err) == ("[]\n", "")


@pytest.mark.parametrize("variable", ["ARTLINT_CACHE_DIR", "XDG_CACHE_HOME"])
def test_a_cache_in_the_checkout_is_not_trusted(artlint: Artlint, checkout: Path, variable: str) -> None:
    cache = checkout / ".cache"
    for n in range(20):
        write(checkout / "articles" / f"{n}.txt", CLEAN.replace("Monday", f"day {n}"))
    ran = artlint("articles", cwd=checkout, env={"ARTLINT_CACHE_DIR": "", variable: str(cache)})
    assert f"the cache in {cache}" in ran.err
    assert "let ARTLINT_CACHE_DIR name a folder outside" in ran.err
    assert not cache.exists()
    elsewhere = checkout.parent / "cache"
    ran = artlint("articles", cwd=checkout, env={"ARTLINT_CACHE_DIR": str(elsewhere)})
    assert "the cache" not in ran.err
    assert elsewhere.exists()
