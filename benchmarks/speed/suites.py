"""What is measured: each suite runs its contenders in turn, and returns what they took as plain data."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import count, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import doubled
import measure
from corpora import Corpus
from measure import Contender, Usage
from peers import Peers, Tool, artlint
from sources import SEEDS

COLD_RUNS = 7  # of a round: starting is short, and noisy
FILTERS = ("gopher-quality", "gopher-repetition", "c4", "fineweb")
SHARES = (0.125, 0.25, 0.5, 1.0)  # of the large article
PARTS = (0.25, 0.5, 1.0)  # of the small files
DOUBLED_ON = 0.25  # of the JSON Lines: enough to see what rules cost


class Setup(NamedTuple):
    """What every suite needs."""

    corpus: Corpus
    peers: Peers
    work: Path
    rounds: int
    say: Callable[[str], None]

    def run(self, command: Sequence[str], codes: Sequence[int] = (0,), **options: Any) -> Usage:
        env = measure.environment(ARTLINT_CACHE_DIR=str(self.work / "cache"))
        return measure.run(command, folder=self.work / "run", codes=codes, env=env, **options)

    def tools(self) -> list[Tool]:
        return [artlint(), *self.peers.tools()]

    def one_core(self, *arguments: object) -> Usage:
        return measure.run_script("one_core.py", *arguments, folder=self.work / "run")


Suite = dict[str, Any]


def cold(setup: Setup) -> Suite:
    """One article: a file that has not been seen before, rules and bytecode that have."""
    place = setup.work / "cold"
    place.mkdir(exist_ok=True)
    path, text, number = place / "article.txt", SEEDS[0].read_text(encoding="utf-8"), count(1)

    def contender(name: str, command: Sequence[str], codes: Sequence[int]) -> Contender:
        def once() -> Usage:
            path.write_text(f"{text}\nThis is copy {next(number)} of it.\n", encoding="utf-8")
            return setup.run(command, codes)

        return Contender(name, once)

    python = contender("python -c pass", [sys.executable, "-c", "pass"], (0,))
    tools = [contender(t.name, t.on(path), t.codes) for t in setup.tools()]
    contenders = [*tools, python]
    measure.rounds(contenders, 2)
    runs, failed = measure.rounds(contenders, COLD_RUNS * setup.rounds)
    title = f"One article, {len(text.encode()) / 1000:.1f} kB, from the command line"
    return suite(title, runs, failed, beside(runs), unit="ms")


def folder(setup: Setup) -> Suite:
    """A folder of small files, nothing kept from other runs, on as many cores as each tool takes by itself."""
    number, size = setup.corpus.meta["files"], setup.corpus.meta["bytes"]
    tools = setup.tools()
    tools[0] = tools[0]._replace(command=(*tools[0].command, "check", "--no-cache"))
    setup.say("  seeing that each reads every file, then what memory it takes")
    memory: dict[str, int] = {}
    blind: dict[str, str] = {}
    for tool in tools:
        try:
            found = canaries(setup, tool)
            if found != number:
                raise measure.Failed(f"it reports {found} of {number} files that have a fault")
            memory[tool.name] = setup.run(tool.on(setup.corpus.articles), tool.codes, memory=True).memory
        except measure.Failed as error:
            blind[tool.name] = str(error)
            setup.say(f"  {tool.name}: {error}")
    contenders = [
        Contender(t.name, lambda t=t: setup.run(t.on(setup.corpus.articles), t.codes))  # type: ignore[misc]
        for t in tools
        if t.name not in blind
    ]
    runs, failed = measure.rounds(contenders, setup.rounds, setup.say)
    title = f"A folder: {number:,} files, {size / 1e6:.1f} MB"
    return suite(title, runs, {**blind, **failed}, beside(runs), memory=memory, size=size)


def canaries(setup: Setup, tool: Tool) -> int:
    """How many files of a folder, all of which have a fault, the tool reports."""
    setup.run(tool.on(setup.corpus.canaries), tool.codes)
    said = (setup.work / "run" / "out").read_text(encoding="utf-8", errors="replace")
    return len(set(re.findall(r"\d{3}[/\\]\d{6}\.txt", said)))


def warm(setup: Setup) -> Suite:
    """The same folder with what artlint keeps between runs: the first run, the same again, and after one change."""
    tool, cache = artlint(), setup.work / "warm-cache"
    changed = setup.corpus.part(0)[0] / "000000.txt"
    whole, number = changed.read_bytes(), count(1)
    env = measure.environment(ARTLINT_CACHE_DIR=str(cache))
    command = tool.on("check", setup.corpus.articles)

    def once() -> Usage:
        return measure.run(command, folder=setup.work / "run", codes=tool.codes, env=env)

    def first() -> Usage:
        shutil.rmtree(cache, ignore_errors=True)
        return once()

    def after_a_change() -> Usage:
        changed.write_bytes(whole + b"\nThis is change %d of it.\n" % next(number))
        try:
            return once()
        finally:
            changed.write_bytes(whole)

    names = "first run", "again, nothing changed", "again, one file changed"
    runs, failed = measure.rounds(
        [Contender(names[0], first), Contender(names[1], once), Contender(names[2], after_a_change)],
        setup.rounds, setup.say,
    )  # fmt: skip
    compared = [(name, names[0]) for name in names[1:] if {name, names[0]} <= runs.keys()]
    return suite("The same folder again, with artlint's cache", runs, failed, compared)


def jsonl(setup: Setup) -> Suite:
    """The same articles as JSON Lines, on one core, in process: reading and checking, without loading."""
    path, size = setup.corpus.jsonl, setup.corpus.meta["bytes"]
    contenders = [Contender("artlint", lambda: setup.one_core(path))]
    failed = {}
    if "datatrove" in setup.peers.versions:
        contenders += [
            Contender(
                f"datatrove {name}",
                lambda name=name: measure.run_script(  # type: ignore[misc]
                    "datatrove_filter.py", path, name, python=setup.peers.python, folder=setup.work / "run"
                ),
            )
            for name in FILTERS
        ]
    runs, fallen = measure.rounds(contenders, setup.rounds, setup.say)
    for name in [n for n, used in runs.items() if used[0].documents != setup.corpus.meta["files"]]:
        failed[name] = f"it read {runs.pop(name)[0].documents} of {setup.corpus.meta['files']} articles"
    title = f"JSON Lines, one core, in process: {size / 1e6:.1f} MB of text"
    memory = {name: max(u.memory for u in used) for name, used in runs.items()}
    return suite(title, runs, {**failed, **fallen}, beside(runs), memory=memory, size=size)


def growth(setup: Setup) -> Suite:
    """Twice the text, twice the files, twice the phrases: what that does to the time."""
    article, corpus = setup.corpus.article, setup.corpus
    shares = [corpus.beginning(article, share) if share < 1 else article for share in SHARES]
    sizes = [f"an article of {path.stat().st_size / 1e6:.3g} MB" for path in shares]
    articles = [Contender(n, lambda p=p: setup.one_core(p)) for n, p in zip(sizes, shares, strict=True)]  # type: ignore[misc]

    parts = [corpus.part(share) for share in PARTS]
    numbers = [f"{sum(1 for folder in part for _ in folder.iterdir()):,} files" for part in parts]
    command = artlint().on("check", "--no-cache")
    files = [
        Contender(n, lambda p=p: setup.run([*command, *map(str, p)], (0, 1)))  # type: ignore[misc]
        for n, p in zip(numbers, parts, strict=True)
    ]

    lines = corpus.beginning(corpus.jsonl, DOUBLED_ON)
    configuration, phrases = doubled.write(setup.work / "doubled")
    rules = ["the rules as they are", f"with {phrases:,} phrases more, in as many rules as hold those of boilerplate"]
    twice = [
        Contender(rules[0], lambda: setup.one_core(lines)),
        Contender(rules[1], lambda: setup.one_core(lines, "--config", configuration)),
    ]
    runs, failed = measure.rounds([*articles, *files, *twice], setup.rounds, setup.say)
    steps = [(b, a) for names in (sizes, numbers, rules) for a, b in pairwise(names) if {a, b} <= runs.keys()]
    memory = {name: used[0].memory for name, used in runs.items() if used[0].memory}
    return suite("Twice as much", runs, failed, steps, memory=memory)


SUITES: dict[str, Callable[[Setup], Suite]] = {
    "cold": cold, "folder": folder, "warm": warm, "jsonl": jsonl, "growth": growth,
}  # fmt: skip


def beside(runs: Mapping[str, object]) -> list[tuple[str, str]]:
    """artlint compared with each of the others."""
    return [("artlint", name) for name in runs if name != "artlint"] if "artlint" in runs else []


def suite(
    title: str,
    runs: Mapping[str, Sequence[Usage]],
    failed: Mapping[str, str],
    compared: Sequence[tuple[str, str]],
    *,
    memory: Mapping[str, int] | None = None,
    size: int = 0,
    unit: str = "s",
) -> Suite:
    """The runs as plain data, with the ratios of each round for the pairs that are compared."""
    rows = [
        {
            "name": name,
            "wall": [u.wall for u in used],
            "cpu": [u.cpu for u in used],
            "memory": (memory or {}).get(name, 0),
        }
        for name, used in runs.items()
    ]
    ratios = [
        {
            "of": above,
            "to": below,
            "wall": measure.ratios([u.wall for u in runs[above]], [u.wall for u in runs[below]]),
            "cpu": measure.ratios([u.cpu for u in runs[above]], [u.cpu for u in runs[below]]),
        }
        for above, below in compared
    ]
    return {"title": title, "unit": unit, "bytes": size, "rows": rows, "ratios": ratios, "failed": dict(failed)}
