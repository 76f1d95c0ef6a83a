"""Where the text of the benchmarks comes from: folders of articles, or a package that ships some."""

from __future__ import annotations

import bz2
import gzip
import html
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
LABELLED = [ROOT.parent / "shared" / "eval" / name for name in ("clean", "boilerplate")]
PACKAGE = "gensim==4.4.0"  # for the articles among its test data; it is unpacked, not installed
NEWS = "gensim/test/test_data/lee_background.cor"
PAGES = "gensim/test/test_data/enwiki-latest-pages-articles1.xml-p000000010p000030302-shortened.bz2"


class SourceError(Exception):
    """There is no text to be had; the message says why, and what to do."""


class Source(NamedTuple):
    """Texts, and what they are in words."""

    texts: list[str]
    what: str


def gather(folders: Sequence[Path], work: Path, say: Callable[[str], None]) -> Source:
    """The texts of the folders; where none is named, of the package; where that can't be had, what is at hand."""
    if folders:
        return from_folders(folders)
    try:
        return from_package(work / "downloads")
    except SourceError as error:
        say(f"{error}; the articles of seeds/ and, where it is there, ../shared/eval stand in")
        return from_folders([ROOT / "seeds", *(f for f in LABELLED if f.is_dir())])


def from_folders(folders: Sequence[Path]) -> Source:
    """Every .txt and .md file, and the `text` of every line of a .jsonl or .jsonl.gz. Raises SourceError."""
    texts: list[str] = []
    for folder in folders:
        if not folder.is_dir():
            raise SourceError(f"{folder} is not a folder")
        before = len(texts)
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            try:
                texts += _read(path)
            except (OSError, ValueError, EOFError) as error:
                raise SourceError(f"{path}: {error}") from None
        if len(texts) == before:
            raise SourceError(f"{folder} holds no article: no .txt or .md file, no .jsonl or .jsonl.gz with “text”")
    return Source(texts, "articles of " + ", ".join(_shown(f) for f in folders))


def _shown(folder: Path) -> str:
    """A folder as it lies beside the project; one that lies elsewhere by its name alone."""
    folder = folder.resolve()
    inside = folder.is_relative_to(ROOT.parent)
    return f"`{folder.relative_to(ROOT.parent).as_posix()}`" if inside else f"a folder “{folder.name}”"


def _read(path: Path) -> Iterator[str]:
    if path.suffix in (".txt", ".md"):
        yield path.read_text(encoding="utf-8", errors="replace")
    elif path.name.endswith((".jsonl", ".jsonl.gz")):
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if isinstance(row, dict) and isinstance(row.get("text"), str):
                    yield row["text"]


def from_package(downloads: Path) -> Source:
    """News and encyclopaedia articles that a package on PyPI brings for its own tests. Raises SourceError."""
    wheels = sorted(downloads.glob("gensim-*.whl"))
    if not wheels:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command += ["--only-binary", ":all:", "--dest", str(downloads), PACKAGE]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
        wheels = sorted(downloads.glob("gensim-*.whl"))
        if done.returncode or not wheels:
            raise SourceError(f"{PACKAGE}, which has articles to measure with, cannot be downloaded")
    try:
        with zipfile.ZipFile(wheels[-1]) as wheel:
            news = wheel.read(NEWS).decode("utf-8").splitlines()
            dump = bz2.decompress(wheel.read(PAGES)).decode("utf-8")
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise SourceError(f"{wheels[-1]} has no articles: {error}") from None
    pages = [text for raw in re.findall(r"<text[^>]*>(.*?)</text>", dump, re.S) if (text := prose(html.unescape(raw)))]
    seeds = [path.read_text(encoding="utf-8") for path in SEEDS]
    what = (
        f"{len(news)} news articles and {len(pages)} of Wikipedia from the test data of {PACKAGE}, and the five seeds"
    )
    return Source([*map(paragraphed, news), *pages, *seeds], what)


def sentences(paragraph: str) -> list[str]:
    return [s for s in re.split(r"(?<=[.!?])[”\"]?\s+(?=[“\"A-Z])", paragraph) if s]


def paragraphed(text: str) -> str:
    """A text that stands in one line, with three sentences to a paragraph."""
    parts = sentences(text.strip())
    return "\n\n".join(" ".join(parts[i : i + 3]) for i in range(0, len(parts), 3)) + "\n"


def prose(markup: str) -> str:
    """The running text of a page of Wikipedia: no templates, tables, notes or lists. Empty for a redirection."""
    if markup.lstrip()[:9].upper() == "#REDIRECT":
        return ""
    text = re.sub(r"<!--.*?-->|<ref[^>/]*/>|<ref.*?</ref>|<math.*?</math>|<[^>]+>", "", markup, flags=re.S)
    for inner in (r"\{\{[^{}]*\}\}", r"\{\|[^{}]*?\|\}", r"\[\[(?:File|Image):[^\[\]]*(?:\[\[[^\]]*\]\][^\[\]]*)*\]\]"):
        for _ in range(6):  # they nest
            text = re.sub(inner, "", text)
    text = re.sub(r"\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]|\[\S+ ([^\]]*)\]", r"\1\2", text)
    text = re.sub(r"'{2,}", "", text)
    kept = [line.strip() for line in text.split("\n")]
    return "\n\n".join(line for line in kept if len(line) > 80 and line[0] not in "*#|:;={}![") + "\n"
