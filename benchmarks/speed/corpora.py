"""The files that are checked: many small ones, the same as JSON Lines, and one large article; made once, then kept."""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sources import Source, SourceError, sentences

from artlint.text.language import detect

VERSION = 2  # of what is made; another one makes the files anew
SEED = 7
FOLDERS = 20  # that the small files are spread over, so that a part of them can be named
LEAST, MOST = 200, 65_536  # bytes of a text that is taken as a small file
TYPICAL, WIDTH = 3_300, 0.6  # median size of an article that is put together, and how widely it varies
LONGEST = 1_200  # characters of a paragraph to put together; a longer one is cut between sentences
# a fault for each of the tools, so that each reports every file that it has read
CANARY = "The Dam Held\n\nNobody recieved teh award, which was very unique. Donâ€™t ask me, the mayor said.\n"


class Corpus(NamedTuple):
    """What was made: see `make`."""

    folder: Path
    meta: dict[str, Any]

    @property
    def articles(self) -> Path:
        return self.folder / "articles"

    @property
    def jsonl(self) -> Path:
        return self.folder / "articles.jsonl"

    @property
    def article(self) -> Path:
        return self.folder / "article.txt"

    @property
    def canaries(self) -> Path:
        """As many files of the same names as `articles`, with a fault in each that every tool reports."""
        return self.folder / "canaries"

    def part(self, share: float) -> list[Path]:
        """Folders that hold a share of the small files."""
        folders = sorted(self.articles.iterdir())
        return folders[: max(1, round(len(folders) * share))]

    def beginning(self, whole: Path, share: float) -> Path:
        """A file with the first part of `article` or `jsonl`, cut at the end of a line."""
        path = whole.with_stem(f"{whole.stem}-{share:g}")
        if not path.exists():
            content = whole.read_bytes()
            path.write_bytes(content[: content.rindex(b"\n", 0, int(len(content) * share)) + 1])
        return path


def make(source: Source, files: int, megabytes: float, work: Path) -> Corpus:
    """The corpus that the source gives, from `work` where it was made before. Raises SourceError."""
    key = hashlib.sha256(json.dumps([VERSION, files, megabytes, source.texts]).encode("utf-8", "replace"))
    corpus = Corpus(work / "corpora" / key.hexdigest()[:16], {})
    note = corpus.folder / "corpus.json"
    if not note.exists():
        shutil.rmtree(corpus.folder, ignore_errors=True)
        texts, how = _small(source, files)
        meta = {"how": how, **_write(corpus, texts)}
        meta["article_bytes"], meta["article"] = _write_large(corpus, source, int(megabytes * 1e6))
        note.write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return corpus._replace(meta={"source": source.what, **json.loads(note.read_text(encoding="utf-8"))})


def clean(text: str) -> str:
    """A text as a file in UTF-8 can hold it, with \\n alone at the ends of its lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.encode("utf-8", "replace").decode("utf-8")


def _small(source: Source, files: int) -> tuple[list[str], str]:
    """So many different texts, and how they came about."""
    usable = sorted({t for text in source.texts if LEAST <= len((t := clean(text)).encode()) <= MOST})
    if len(usable) >= files:
        return random.Random(SEED).sample(usable, files), "as they are"
    return recombined(list(map(clean, source.texts)), files), "put together anew from their paragraphs"


def recombined(texts: Sequence[str], count: int) -> list[str]:
    """Different articles of paragraphs that are drawn at random, always the same ones. Raises SourceError."""
    draw = random.Random(SEED)
    pool = paragraphs(texts)
    made: dict[str, None] = {}
    for _ in range(20 * count):
        if len(made) == count:
            return list(made)
        size, chosen = draw.lognormvariate(0, WIDTH) * TYPICAL, dict[str, None]()
        while size > 0 and len(chosen) < len(pool):
            paragraph = draw.choice(pool)
            size -= 0 if paragraph in chosen else len(paragraph)
            chosen[paragraph] = None
        made["\n\n".join(chosen) + "\n"] = None
    raise SourceError(f"{len(pool)} paragraphs are too few to make {count} articles of")


def paragraphs(texts: Sequence[str]) -> list[str]:
    """All different ones, in order."""
    found: dict[str, None] = {}
    for line in (line.strip() for text in texts for line in text.split("\n")):
        part = ""
        for sentence in sentences(line) if len(line) > LONGEST else [line]:
            if part and len(part) + len(sentence) > LONGEST:
                found[part], part = None, ""
            part = f"{part} {sentence}".strip()
        if part:
            found[part] = None
    return list(found)


def _write(corpus: Corpus, texts: Sequence[str]) -> dict[str, int]:
    each = -(-len(texts) // FOLDERS)
    size = 0
    for folder in (corpus.articles, corpus.canaries):
        for n in range(-(-len(texts) // each)):
            (folder / f"{n:03}").mkdir(parents=True)
    with open(corpus.jsonl, "w", encoding="utf-8", newline="\n") as lines:
        for n, text in enumerate(texts):
            name = f"{n // each:03}/{n:06}.txt"
            (corpus.canaries / name).write_text(CANARY, encoding="utf-8", newline="\n")
            size += (corpus.articles / name).write_bytes(text.encode())
            lines.write(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n")
    return {"files": len(texts), "bytes": size}


def _write_large(corpus: Corpus, source: Source, size: int) -> tuple[int, str]:
    """Write the large article: its bytes, and what it is. No paragraph stands in it twice."""
    draw = random.Random(SEED)
    english = [t for text in source.texts if detect(t := clean(text)) == "en"] or list(map(clean, source.texts))
    draw.shuffle(english)
    parts, left, what = [], size, "English ones among them, one after the other, without the paragraphs that recur"
    for paragraph in paragraphs(english):
        if left > 0:
            parts.append(paragraph)
            left -= len(paragraph.encode()) + 2
    if left > 0:
        parts, what = spliced(parts, size, draw), "their sentences put together anew, halves of two in each"
    content = ("\n\n".join(parts) + "\n").encode()
    corpus.article.write_bytes(content)
    return len(content), what


def spliced(pool: Sequence[str], size: int, draw: random.Random) -> list[str]:
    """Paragraphs of so many bytes in all, of sentences that begin as one of the pool and end as another."""
    known = [words for p in pool for s in sentences(p) if 8 <= len(words := s.split(" ")) <= 40 and s[-1] in ".?!"]
    if not known:
        raise SourceError("there is no English sentence to make a large article of")
    parts: list[str] = []
    while size > 0:
        chosen = []
        for _ in range(draw.randint(2, 5)):
            first, second = draw.choice(known), draw.choice(known)
            chosen.append(" ".join([*first[: len(first) // 2], *second[len(second) // 2 :]]))
        parts.append(re.sub(r"[\"“”«»()\[\]]", "", " ".join(chosen)))  # half of a pair would be a fault
        size -= len(parts[-1].encode()) + 2
    return parts
