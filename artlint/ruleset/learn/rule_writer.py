"""What was learned, written as a rule file: for people to read and edit, and for artlint to load as it stands."""

from __future__ import annotations

import re

from artlint.base.named_tuple import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from artlint.ruleset.learn.miner import Heading, Learned, Line

CODE = "ALN"  # artlint learned; in order of their codes, rules leave alone what those before them have marked
# What related-links (BOI001) settles, and BOI itself: in what a page prints around an article, no rule has anything to
# find but this one. It is copied, since the rules are YAML and so is what is written; a test holds the two together.
SETTLES = ["BOI", "DUP", "END", "CIT", "REF", "NAM", "PUN", "MKP", "STR", "GEN"]
BEGINNING = 100  # characters of a long line by which it is known again
HEAD = """\
# Lines that recur around the articles of a source, found by “artlint learn”.
#
# Read them before you use them, and delete what belongs to the articles. “artlint test” with the name of this file says
# whether the rules still do what their examples show. Named under rule-paths in artlint.yaml, they run with the others.
# {n} stands for a number and {name} for up to five words.
"""
FILLER = (
    "The bridge over the river opened on Monday, two years later than the town had hoped for.",
    "The first to cross it were the pupils of the school, who had painted the banners themselves.",
    "The old ferry will go on until autumn, and its two pilots will then look after the locks.",
    "Nobody spoke of the cost, which had been the subject of the last two elections in the town.",
)
HEADLINES = ("Harbour Reopens After the Storm", "Three Questions About the New Bridge")
AFTERWARDS = " stood on a board at the door, and nobody in the town could say who had put it up there."


class _Kind(NamedTuple):
    """What the rules of one kind share."""

    suffix: str
    check: str
    summary: str
    why: str
    message: str


LINES = _Kind(
    "",
    "lines",
    "A line that {source} prints around its articles stands in the text.",
    "“artlint learn” found these lines around {articles} different articles of {source}, in as many as stands beside each.",
    "“{text}” is a part of the pages of {source}, not of the article",
)
PARAGRAPHS = _Kind(
    "-paragraphs",
    "pattern",
    "A paragraph that {source} prints around its articles stands in the text.",
    "“artlint learn” found these paragraphs around {articles} different articles of {source}, in as many as stands beside each.",
    LINES.message,
)
SECTIONS = _Kind(
    "-sections",
    "section",
    "A list that {source} prints under its articles was scraped with the text.",
    "“artlint learn” found these headings under the articles of {source}, and other lines under them in each.",
    "{what} {belongs} to the pages of {source}, not to the article",
)


def rule_file(sources: Mapping[str, Learned], taken: Collection[str] = ()) -> str:
    """The rules of all sources, in order of their names. `taken` are the names and codes of other rules."""
    used = set(taken)
    parts = [HEAD]
    for source, learned in sorted(sources.items()):
        names: dict[str, str] = {}
        for kind, options, examples in _rules(learned):
            names[kind.suffix] = name = _free_name(f"learned-{_slug(source)}{kind.suffix}", used)
            settles = [n for suffix, n in names.items() if kind is SECTIONS and suffix != kind.suffix]
            parts.append(
                "\n".join(_rule(kind, name, _free_code(used), source, learned, settles + SETTLES, options, examples))
            )
    return "\n".join(parts)


def _rules(learned: Learned) -> Iterator[tuple[_Kind, list[str], list[str]]]:
    """Each rule of a source: its kind, and the lines of its options and of its examples."""
    total = learned.articles
    if learned.lines:
        phrases = ["phrases:", "  any:", *(f"    - {_entry(line, total)}" for line in learned.lines)]
        yield LINES, phrases, _line_examples(learned.lines)
    if learned.long:
        patterns = [f"  - {scalar(_pattern(line))}  # in {line.articles} of {total} articles" for line in learned.long]
        yield PARAGRAPHS, ["patterns:", *patterns, "whole: true"], _line_examples(learned.long)
    if learned.headings:
        limits = [
            f"max-lines: {max(h.most for h in learned.headings)}",
            f"after: {min(h.after for h in learned.headings)}",
        ]
        headings = ["headings:", "  any:", *(f"    - {_entry(h.line, total)}" for h in learned.headings)]
        yield SECTIONS, [*headings, *limits], _section_examples(learned.headings)


def _rule(
    kind: _Kind,
    name: str,
    code: str,
    source: str,
    learned: Learned,
    settles: Sequence[str],
    options: Sequence[str],
    examples: Sequence[str],
) -> Iterator[str]:
    def said(template: str, of: str = source) -> str:
        values = {"{source}": of, "{articles}": str(learned.articles)}
        return scalar(re.sub(r"\{(source|articles)\}", lambda m: values[m.group()], template))

    copies = f", and {learned.copies} that repeat{'s' * (learned.copies == 1)} one of these" if learned.copies else ""
    yield f"# {scalar(source)}: {learned.articles} articles{copies}"
    yield f"- name: {name}"
    yield f"  code: {code}"
    yield f"  check: {kind.check}"
    yield f"  summary: {said(kind.summary)}"
    yield f"  why: {said(kind.why)}"
    yield f"  message: {said(kind.message, source.replace('{', '{{').replace('}', '}}'))}"
    yield "  marks: furniture"
    yield f"  subsumes: [{', '.join(settles)}]"
    yield "  options:"
    yield from (f"    {line}" for line in options)
    yield "  fix: {delete: block, safety: unsafe}"
    yield "  examples:"
    yield from (f"    - {line}" for line in examples)
    yield ""


def _entry(line: Line, total: int) -> str:
    """A phrase with its count, and with a line that it stands for where it is not that line itself."""
    seen = "" if line.phrase == line.text else f": {scalar(line.text)}"
    return f"{scalar(line.phrase)}  # in {line.articles} of {total} articles{seen}"


def _pattern(line: Line) -> str:
    """The beginning of a long line, to the end of a word if there is one, with any numbers, and whatever follows."""
    beginning = line.text[:BEGINNING]
    beginning = beginning.rpartition(" ")[0] or beginning
    return re.sub(r"\d+", r"\\d+", re.sub(r"([\\.^$*+?{}\[\]|()])", r"\\\1", beginning)) + ".*"


def _line_examples(lines: Sequence[Line]) -> list[str]:
    first, second = lines[0].text, lines[min(1, len(lines) - 1)].text
    return [_bad(f"⟦{first}⟧"), _bad(FILLER[0], f"⟦{second}⟧"), *_good(first)]


def _section_examples(headings: Sequence[Heading]) -> list[str]:
    first, second = headings[0].line.text, headings[min(1, len(headings) - 1)].line.text
    one, two = HEADLINES
    return [
        _bad(*FILLER, f"⟦{first}", one, f"{two}⟧"),
        _bad(*FILLER, "", f"⟦{second}", "", one, "", f"{two}⟧"),
        *_good(first),
    ]


def _bad(*lines: str) -> str:
    return "bad: " + scalar("\n".join(lines))


def _good(text: str) -> list[str]:
    return [f"good: {scalar(f'“{text}”{AFTERWARDS}')}", f"good: {scalar(FILLER[1])}"]


def scalar(text: str) -> str:
    """The text as a double-quoted YAML scalar on one line; what cannot be seen is written as its number."""
    short = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
    seen = (short.get(c) or (c if c.isprintable() else f"\\U{ord(c):08x}") for c in text)
    return f'"{"".join(seen)}"'


def _slug(source: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-") or "source"


def _free_name(wanted: str, used: set[str]) -> str:
    """The name, or the first of name-2, name-3 ... that is free; it is taken from now on."""
    n, name = 1, wanted
    while name in used:
        n += 1
        name = f"{wanted}-{n}"
    used.add(name)
    return name


def _free_code(used: set[str]) -> str:
    """The first free code: ALN001 to ALN999, then ALNA001 and so on."""
    for letters in ("", *(chr(a) + b for a in range(65, 91) for b in ("", *map(chr, range(65, 91))))):
        for n in range(1, 1000):
            code = f"{CODE}{letters}{n:03}"
            if code not in used:
                used.add(code)
                return code
    raise ValueError("more rules than codes")
