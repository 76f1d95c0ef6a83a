"""A repository made of every probe at once is cloned and linted as in CI: the run ends soon, in little memory, names each
probe, and reads, runs and writes nothing outside."""

from __future__ import annotations

import gzip
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.cli.test_hostile_checkout import ALIASES, SLOW_RULE
from tests.support import MEASURED, install
from tests.support.articles import CLEAN, contents, write

SECONDS = 60
MAX_BYTES = 500_000_000  # of memory, of the largest process

SETTINGS = {  # of a folder each, and what is said of it
    "zero": ("", "zero/artlint.yaml: leads out of the checkout"),
    "elsewhere": ("extend: /etc/passwd\n", "elsewhere/artlint.yaml:1:9: this leads out"),
    "machine": ("rule-paths: [/]\n", "machine/artlint.yaml:1:14: this leads out"),
    "corpus": ("corpus: [/]\n", "corpus/artlint.yaml:1:10: this leads out"),
    "aliases": (ALIASES, "aliases/artlint.yaml"),
    "large": ("#" * 5_000_000, "large/artlint.yaml"),
    "deep": ("select: " + "[" * 5000, "deep/artlint.yaml:1:"),
    "secret": ("rule-paths: [../../secret.yaml]\n", "secret/artlint.yaml:1:14: this leads out"),
    "pattern": ("rule-paths: [deep.yaml]\n", "pattern/deep.yaml:10:"),
}
ARTICLES = {
    "comments.md": "<!-- artlint-ignore:" + " " * 12_000,
    "open.md": "<!--" * 25_000,
    "entities.txt": "&amp; " * 200_000,
    "notes.txt": "It was founded." + "[a][b]" * 3000,
    "marks.txt": "“" * 200_000,
    "bidi.txt": "The talks \u202eended\u202c on Monday.\n" * 500,
    "::error file=x::evil.txt": CLEAN,
    "\x1b[31mred\n::warning.txt": CLEAN,
}


def repository(folder: Path) -> None:
    """All probes that git can hold."""
    for name, (settings, _) in SETTINGS.items():
        write(folder / name / "a.txt", CLEAN)
        if settings:
            write(folder / name / "artlint.yaml", settings)
    (folder / "zero" / "artlint.yaml").symlink_to("/dev/zero")
    rule = SLOW_RULE.format(n=1)
    write(folder / "pattern" / "deep.yaml", rule.replace("^(a|aa)+$", "(" * 3000 + "a" + ")" * 3000))
    for name in (".gitignore", ".artlint-baseline.json"):
        place = folder / f"linked{name}"
        write(place / "a.txt", CLEAN)
        (place / name).symlink_to("/dev/zero")
        write(place / "artlint.yaml", "ignore: [DUP]\n")
    write(folder / "stars" / ".gitignore", "*a*a*a*a*a*a*b.txt\n")
    write(folder / "stars" / f"{'a' * 200}b.txt.txt", CLEAN)
    write(folder / "slow" / "rules" / "slow.yaml", "".join(SLOW_RULE.format(n=n) for n in range(50)))
    write(folder / "slow" / "artlint.yaml", "rule-paths: [rules]\nselect: [SLO, ART]\n")
    for n in range(5):
        write(folder / "slow" / f"{n}.txt", f"{'a' * 60}!\n{n}\n")
    for name, text in ARTICLES.items():
        write(folder / "articles" / name, text)
    (folder / "articles" / "linked.txt").symlink_to(folder.parent / "secret.yaml")
    (folder / "articles" / "passwd.txt").symlink_to("/etc/passwd")
    records = folder / "records"
    write(records / "a.jsonl", b'{"id": "\\u001b]0;x", "text": null}\n' + b'{"text": 3}\n' * 10_000 + b"[" * 1_000_000)
    write(records / "empty.jsonl.gz", b"")
    write(records / "bomb.jsonl.gz", gzip.compress(b'{"text": "' + b"a" * 300_000_000))
    pq.write_table(pa.table({"text": ["a b " * 150_000_000]}), records / "row.parquet", compression="zstd")
    pq.write_table(pa.table({"text": ["It rained. " * 90_000] * 6}), records / "same.parquet", compression="zstd")
    install(folder, "artlint-evil", f"open({str(folder.parent / 'was-run')!r}, 'w')")
    write(folder / ".cache" / "artlint" / "x.snapshot", b"0000")


NAMED = [
    *(said for _, said in SETTINGS.values()),
    "linked.gitignore/.gitignore: cannot read",
    "linked.artlint-baseline.json",
    "articles/linked.txt: leads out of the folder",
    "articles/passwd.txt: leads out of the folder",
    "records/a.jsonl#2: “text” is a number, not a text",
    "records/a.jsonl: 9,997 more: “text” is a number, not a text",
    "records/a.jsonl#10002: not JSON",
    "records/a.jsonl#1 (␛]0;x): no text",
    "records/empty.jsonl.gz: it is empty",
    "records/bomb.jsonl.gz#1: the line has 300,000,010 bytes",
    "records/row.parquet#1: the rows have 600,000,",
    "is not used: it lies in a repository",
]


def test_a_repository_of_every_probe(tmp_path: Path, environment: dict[str, str]) -> None:
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    write(tmp_path / "secret.yaml", "token: 4711-is-the-secret\n")
    repository(origin)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main"]
    for command in (["init", "-q"], ["add", "-A", "-f"], ["commit", "-q", "-m", "x"], ["clone", "-q", ".", str(clone)]):
        subprocess.run([*git, *command], cwd=origin, check=True)
    before = contents(clone)
    outside = sorted(p.name for p in tmp_path.iterdir())
    begun = time.monotonic()
    # By a small process in between: what it measures is not what this one, which made the probes, takes.
    command = [sys.executable, "-c", MEASURED, sys.executable, "-m", "artlint", ".", "--text-field", "text"]
    env = environment | {"ARTLINT_CACHE_DIR": str(clone / ".cache" / "artlint"), "CI": "1"}
    with open(tmp_path / "out", "wb") as out, open(tmp_path / "err", "wb") as err:
        subprocess.run([*command, "--output-format", "github"], cwd=clone, env=env, stdout=out, stderr=err, check=True)
    *_, measured = (tmp_path / "out").read_text().splitlines()
    code, kilobytes = map(int, measured.split())
    said, lines = (tmp_path / "err").read_text(), (tmp_path / "out").read_text().removesuffix(f"{measured}\n")
    assert time.monotonic() - begun < SECONDS
    assert kilobytes * 1024 < MAX_BYTES
    assert code == 2
    assert "artlint itself" not in said
    missing = [named for named in NAMED if sum(named in line for line in said.splitlines()) != 1]
    assert not missing, said
    for name in ARTICLES:
        if name.endswith(".md") or name == "bidi.txt" or "::" in name:
            continue
        assert f"file=articles/{name}" in lines
    assert "ART003 rule-timeout" in lines
    assert "is-the-secret" not in said + lines
    assert "root:" not in said + lines
    assert "\x1b" not in said + lines
    assert all(line.startswith("::") for line in lines.splitlines()), "and none that an article or a name began"
    assert not any(line.startswith("::") for line in said.splitlines())
    assert contents(clone) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == [*sorted([*outside, "err", "out"])]
