"""Fixing: which fixes go together, when it ends, and that nothing is lost on the way to the disk."""

from __future__ import annotations

import codecs
import os
import pathlib
import random
import re
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from artlint.base.errors import ArtlintError
from artlint.base.model import Diagnostic, Edit, Finding, Fix, Position, Related, Span
from artlint.engine import fixer
from artlint.engine.fix_builder import build_fix
from artlint.engine.linter import Linter
from artlint.project.decode import NotText, decode, encode
from artlint.project.lint_options import LintOptions
from artlint.project.workspace import FixedFile, Workspace
from artlint.ruleset.entries import FixEntry
from artlint.text.article import Article

RULES = """\
- name: %s
  code: %s
  check: pattern
  summary: s
  why: w
  message: m
  options: {patterns: ['%s']}
  fix: {replace: '%s', safety: safe, title: t}
"""


def diagnostic(*edits: Edit, rule: str = "r", safety: str = "safe") -> Diagnostic:
    place = Position(1, 1)
    return Diagnostic(rule, "R", "info", "", edits[0].span, place, place, "m", (), Fix("t", edits, safety), "")


def workspace(folder: pathlib.Path, *rules: tuple[str, str, str, str]) -> Workspace:
    (folder / "rules.yaml").write_text("".join(RULES % rule for rule in rules), "utf-8")
    (folder / "artlint.yaml").write_text("rule-paths: [rules.yaml]\n", "utf-8")
    return Workspace(LintOptions(config=str(folder / "artlint.yaml"), select=tuple(name for name, *_ in rules)))


def fix(files: Workspace, path: pathlib.Path) -> FixedFile:
    """As `artlint fix` does."""
    return files.save(files.fix(str(path), ["safe"]))


def test_choose_takes_what_comes_first() -> None:
    """The same choice as comparing each edit with all that were taken before it."""

    def clash(a: Edit, b: Edit) -> bool:
        return a.span == b.span or (a.span.start < b.span.end and b.span.start < a.span.end)

    chance = random.Random(3)
    for _ in range(500):
        found = []
        for _ in range(chance.randrange(12)):
            at = sorted(chance.choices(range(30), k=chance.choice([2, 2, 4])))
            edits = [Edit(Span(a, b), chance.choice("xy")) for a, b in zip(at[::2], at[1::2], strict=True)]
            found.append(diagnostic(*edits, safety=chance.choice(["safe", "safe", "suggestion"])))
        expected: list[Diagnostic] = []
        for d in found:
            taken = [e for other in expected for e in other.fix.edits]
            if d.fix.safety == "safe" and not any(clash(e, t) for e in d.fix.edits for t in taken):
                expected.append(d)
        assert fixer.choose(found, ["safe"]) == expected


def test_choose_is_quick() -> None:
    from time import process_time

    found = [diagnostic(Edit(Span(i, i + 1), "")) for i in range(20_000)]
    begun = process_time()
    assert len(fixer.choose(found, ["safe"])) == 20_000
    assert process_time() - begun < 2


def test_a_circle_names_all_its_rules() -> None:
    after = {"a": "b", "b": "c", "c": "a", "z": "a"}

    def lint(text: str) -> list[Diagnostic]:
        return [diagnostic(Edit(Span(0, 1), after[text]), rule=f"rule-{text}")]

    with pytest.raises(ArtlintError, match="in a circle: rule-a, rule-b, rule-c\n"):
        fixer.fix_text("z", lint, ["safe"])


def test_rounds_that_are_not_enough_are_told(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text("x" * 9 + "\n", "utf-8")
    (tmp_path / "b.txt").write_text("x" * 15 + "\n", "utf-8")
    files = workspace(tmp_path, ("one", "OWN001", "^x", ""))
    assert fix(files, tmp_path / "a.txt").result.notes == ()
    mended = fix(files, tmp_path / "b.txt")
    assert "10 rounds of fixes were not enough" in mended.result.notes[0]
    assert (tmp_path / "b.txt").read_text("utf-8") == "xxxxx\n"


def test_entities_escaped_many_times_are_one_fix(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text("a &" + "amp;" * 31 + " b &lt; c\n", "utf-8")
    files = workspace(tmp_path, ("entity", "OWN001", "&(?:amp;)*(?:amp|lt);", "{unescaped}"))
    mended = files.fix(str(tmp_path / "a.txt"), ["safe"])
    assert (mended.new_text, len(mended.fixed), mended.result.notes) == ("a & b < c\n", 2, ())


def test_one_file_that_fails_stops_no_other(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text("ab\n", "utf-8")
    (tmp_path / "b.txt").write_text("c\n", "utf-8")
    files = workspace(
        tmp_path, ("to", "OWN001", "ab", "ba"), ("fro", "OWN002", "ba", "ab"), ("last", "OWN003", "c", "d")
    )
    mended = fix(files, tmp_path / "a.txt")
    assert "circle: fro, to" in mended.result.problem
    assert (tmp_path / "a.txt").read_text("utf-8") == "ab\n"
    fix(files, tmp_path / "b.txt")
    assert (tmp_path / "b.txt").read_text("utf-8") == "d\n"


def test_a_write_that_fails_is_a_problem_of_that_file(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("c\n", "utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    mended = fix(workspace(tmp_path, ("last", "OWN003", "c", "d")), path)
    assert mended.result.problem == "cannot be written: Permission denied; it was left as it was"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.txt", "artlint.yaml", "rules.yaml"]


def test_the_longest_name_can_be_written(tmp_path: pathlib.Path) -> None:
    path = tmp_path / ("a" * 251 + ".txt")
    path.write_text("c\n", "utf-8")
    mended = fix(workspace(tmp_path, ("last", "OWN003", "c", "d")), path)
    assert (mended.result.problem, path.read_text("utf-8")) == ("", "d\n")


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_marked_encoding_is_kept_and_no_guess(mark: bytes, codec: str) -> None:
    data = mark + "\ufeffThe harbour — 👩\n".encode(codec)
    decoded = decode(data)
    assert (decoded.text, decoded.note) == ("\ufeffThe harbour — 👩\n", "")
    assert encode(decoded.text, decoded.encoding) == data


@pytest.mark.parametrize("data", [codecs.BOM_UTF16_LE + b"a", codecs.BOM_UTF16_BE + b"\0a\0\0", b"\xff\xfe\0\xd8"])
def test_a_mark_alone_makes_no_text(data: bytes) -> None:
    with pytest.raises(NotText):
        decode(data)


def test_all_edits_of_a_fix_apply_or_none() -> None:
    """Of two fixes that meet in one place the second waits with all its edits, and is applied in the next round."""
    rounds: list[str] = []

    def lint(text: str) -> list[Diagnostic]:
        rounds.append(text)
        found = []
        for rule, ours, instead in (("one", "1x", ""), ("two", "x2", "-")):
            edits = [Edit(Span(i, i + 1), instead) for i, c in enumerate(text) if c in ours]
            found += [diagnostic(*edits, rule=rule)] if edits else []
        return found

    text, fixed, left = fixer.fix_text("1 a x b 2", lint, ["safe"])
    assert rounds == ["1 a x b 2", " a  b 2", " a  b -"]
    assert (text, [d.rule for d in fixed], left) == (rounds[-1], ["one", "two"], [])


LINE = r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$"


def test_the_edits_of_a_fix_are_apart_and_lines_go_whole() -> None:
    """Whatever places a check names: no edit touches another, and what is left are lines as they stood."""
    chance = random.Random(5)
    for _ in range(2000):
        mixed = chance.choice([["\n", "\r\n"], ["\r", "\r\n"]])  # a lone \r and a lone \n may meet, and be one end
        lines = [chance.choice(["a", "bb", "", " ", "ccc"]) + chance.choice(mixed) for _ in range(9)]
        text = "".join(lines[: chance.randrange(1, 10)])
        if chance.random() < 0.5:
            text = text.rstrip("\r\n")
        spans = [Span(*sorted(chance.choices(range(len(text) + 1), k=2))) for _ in range(chance.randrange(1, 4))]
        article = Article(text)
        for kind in ("block", "related"):
            finding = Finding(spans[0], {}, tuple(Related(s, "") for s in spans), tuple(spans))
            entry = FixEntry({"delete": kind, "safety": "safe"})
            fix = build_fix(entry, finding, {}, article)
            assert fix
            for one, two in zip(fix.edits, fix.edits[1:], strict=False):
                assert one.span.end <= two.span.start
                assert one != two
            after = fixer.apply(text, fix.edits)
            if kind == "block" and after.strip():
                kept = iter(re.findall(LINE, text))
                unended = re.fullmatch(r"(?s).*[^\r\n]", after)
                for line in re.findall(LINE, after)[: -1 if unended else None]:
                    assert line in kept, (text, spans, after)
                assert bool(unended) == (not text.endswith(("\n", "\r"))), (text, spans, after)


# Texts built of faulty pieces

EVERYTHING = Linter.from_config(None, select=["ALL"], preview=True)
ORDINARY = Linter.from_config(None)
SENTENCES = [
    "The harbour was closed for a week after the storm had torn away the northern lock.",
    "“It was a long night,” said Jan Quellendorf, who keeps the lock.",
    "The crews were given soup by volunteers, and the council met at the town hall at noon.",
    "Nobody was hurt, but the road to the village will stay closed until the end of May.",
    "The league was founded in 1887 and has run the ferry, the lighthouse and the school ever since.",
    "Its chairman wrote to the minister twice, he said, and has had no answer to either letter.",
    "Die Brücke über den Fluss wird im Mai wieder geöffnet, sagte der Bürgermeister am Montag.",
    "Вода в реке поднялась ночью, и мост закрыли до конца недели, сообщили в городе.",
    "桥梁将于五月重新开放，市长在星期一表示。",
]
PARAGRAPHS = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4).map(" ".join)
SPOIL: dict[str, tuple[str, ...]] = {  # what goes between two words
    "zero width": ("\u200b", "\u00ad", " \ufeff"),
    "entity": (" &amp; ", " &quot;so&quot; ", " &amp;amp;nbsp;", "&#8217;s", " &mdash; "),
    "mojibake": (" cafÃ© ", "â€™s", " â€œsoâ€\x9d ", " Ã¼ber ", " Â "),
    "token": (" :contentReference[oaicite:3]{index=3}", "【12†source】", " [cite: 3, 14]", " citeturn0search4"),
    "marker": ("[3][1]", "[2], ", "[citation needed]", ".¹²"),
    "markdown": (" **so** ", " __never__ ", " [the report](https://harbour.example/a) "),
    "control": ("\x08", "\x92s"),
    "lost": ("don?t ", " caf?s "),
}
LINES: dict[str, tuple[str, ...]] = {  # what stands on lines of its own
    "number": ("262", "1,024", "(3)", "7\n8"),
    "links": (
        "Related Articles\nMediators Leave the Capital\nFerry Ends Its Service",
        "Read More: Ferry Ends Its Service After a Hundred Years",
        "Mehr zum Thema\nFähre stellt den Betrieb ein\nDer Hafen schließt",
    ),
    "buttons": ("Share this article", "Share\nTweet\nEmail", "Print", "Advertisement"),
    "newsletter": ("Sign up for our newsletter", "Subscribe to our newsletter\nEnter your email address"),
    "byline": ("Ethan Brooks| Published HIGHLIGHTS", "In This Article HIGHLIGHTS"),
    "appended": ("About the Author", "About the Organizations Mentioned\nThe League\nIt runs the ferry."),
    "comments": ("12 Comments", "Leave a comment"),
    "legal": ("© 2024 The Harbour Post. All rights reserved.",),
    "any": ("# Heading", "| a | b |", "References", "[1] A History of Leagues, 1951.", "***", "<br>", "* * *"),
}


@st.composite
def articles(draw: st.DrawFn) -> str:
    """A title and paragraphs, with faults in them and between them, passages that stand again, and any line ends."""
    title = draw(st.sampled_from(["Harbour Reopens After the Storm", "The Bridge Opens Again in May", "# Ferry Ends"]))
    blocks = [title]
    for _ in range(draw(st.integers(1, 7))):
        kind = draw(st.sampled_from(["paragraph", "paragraph", "spoilt", "spoilt", "line", "line", "again", "title"]))
        if kind == "line":
            blocks.append(draw(st.sampled_from(LINES[draw(st.sampled_from(sorted(LINES)))])))
        elif kind == "title":
            blocks.append(title)
        elif kind == "again":
            first = draw(st.integers(0, len(blocks) - 1))
            blocks += blocks[first : first + draw(st.integers(1, 3))]
        else:
            words = draw(PARAGRAPHS).split(" ")
            for _ in range(draw(st.integers(1, 3)) if kind == "spoilt" else 0):
                fault = draw(st.sampled_from(SPOIL[draw(st.sampled_from(sorted(SPOIL)))]))
                words[draw(st.integers(0, len(words) - 1))] += fault
            blocks.append(" ".join(words) + draw(st.sampled_from(["", "", "", " and", " ", "…"])))
    ends = draw(st.sampled_from([["\n"], ["\r\n"], ["\r"], ["\n", "\r\n"]]))
    gaps = draw(st.sampled_from([["\n"], ["\n\n"], ["\n", "\n\n", "\n \t\n"]]))
    text = blocks[0]
    for block in blocks[1:]:
        text += draw(st.sampled_from(gaps)) + block
    text = draw(st.sampled_from(["", "", "", "\n", "\u200b", "262\n\n"])) + text
    text += draw(st.sampled_from(["", "\n", "\n", "\n\n", " \n \n"]))
    return re.sub("\n", lambda _: draw(st.sampled_from(ends)) if len(ends) > 1 else ends[0], text)


def ends(text: str) -> list[str]:
    return re.findall(r"\r\n|\r|\n", text)


def holds_for(check: Callable[..., Sequence[Diagnostic]], *more: Any, examples: int, least: float, rules: int) -> None:
    """Run a check on many articles; a share of them must have been fixed, and by so many rules: otherwise the
    property would be one of clean articles."""
    fixed, kinds = [], set()

    @settings(max_examples=examples)
    @given(st.tuples(articles(), *more))
    def holds(drawn: tuple[Any, ...]) -> None:
        names = {d.rule for d in check(*drawn)}
        fixed.append(bool(names))
        kinds.update(names)
        for name in names or {"nothing"}:
            event(f"fixed: {name}")

    holds()
    assert sum(fixed) > least * len(fixed)
    assert len(kinds) >= rules, kinds


def test_a_fix_stays_inside_its_finding() -> None:
    """It changes lines that the diagnostic marks or names as related, and of others white space only."""

    def check(text: str, form: str) -> Sequence[Diagnostic]:
        found = [d for d in EVERYTHING.lint_text(text, format=form) if d.fix]
        lines = Article(text).lines
        for d in found:
            places = [(d.start, d.end), *((r.start, r.end) for r in d.related)]
            marked = {row for start, end in places for row in range(start.row, end.row + 1)}
            for edit in d.fix.edits:
                for row, line in enumerate(lines, 1):
                    inside = text[max(line.start, edit.span.start) : min(line.end, edit.span.end)]
                    assert row in marked or not inside.strip(), (d, edit)
        return found

    holds_for(check, st.sampled_from(["text", "markdown"]), examples=150, least=0.5, rules=11)


@pytest.mark.parametrize("safeties", [("safe",), ("safe", "unsafe")], ids=["safe", "unsafe"])
@pytest.mark.parametrize("linter", [EVERYTHING, ORDINARY], ids=["all rules", "rules by default"])
def test_fixing_twice_is_fixing_once(linter: Linter, safeties: tuple[str, ...]) -> None:
    """And nothing that is marked as fixable is left, and line ends and the final newline stay as they were."""

    def check(text: str, form: str) -> list[Diagnostic]:
        once, fixed, left = fixer.fix_text(text, lambda t: linter.lint_text(t, format=form), safeties)
        assert not fixer.choose(left, safeties), "more than ten rounds"
        again, more, left_again = fixer.fix_text(once, lambda t: linter.lint_text(t, format=form), safeties)
        assert (again, more, left_again) == (once, [], left)
        assert set(ends(once)) <= set(ends(text))
        if once.strip():
            assert once.endswith(("\n", "\r")) == text.endswith(("\n", "\r"))
        return fixed

    least, rules = (0.5, 11) if "unsafe" in safeties else (0.3, 6)
    holds_for(check, st.sampled_from(["text", "markdown"]), examples=250, least=least, rules=rules)


ENCODINGS = [
    (b"", "utf-8"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (b"", "cp1251"),
    (b"", "cp1252"),
]


def test_a_file_keeps_its_form(tmp_path: pathlib.Path) -> None:
    """On the disk, too, nothing changes but what the fixes change: not the encoding, its mark or the permissions."""
    path, files = tmp_path / "a.txt", Workspace(LintOptions(isolated=True))

    def check(text: str, encoding: tuple[bytes, str], mode: int) -> Sequence[Diagnostic]:
        mark, codec = encoding
        data = mark + text.encode(codec, "ignore")
        path.write_bytes(data)
        path.chmod(mode)
        mended = files.save(files.fix(str(path), ["safe", "unsafe"]))
        after = path.read_bytes()
        assert path.stat().st_mode & 0o7777 == mode
        if mended.result.problem:  # a repair may need a letter that an old encoding does not have
            assert after == data
            assert codec.startswith("cp") or "binary" in mended.result.problem, mended.result.problem
            event(f"problem: {mended.result.problem.partition(':')[0]}")
        else:
            decoded = decode(data)
            mended_text = fixer.fix_text(decoded.text, ORDINARY.lint_text, ["safe", "unsafe"])[0]
            assert after == encode(mended_text, decoded.encoding)
            assert after.startswith(mark)
            if not decoded.note:  # what is guessed may be guessed otherwise the next time
                assert not files.fix(str(path), ["safe", "unsafe"]).fixed
        assert os.listdir(tmp_path) == ["a.txt"]
        return mended.fixed

    modes = st.sampled_from([0o644, 0o600, 0o755, 0o664])
    holds_for(check, st.sampled_from(ENCODINGS), modes, examples=150, least=0.4, rules=9)
