"""What the labels say of artlint's diagnostics, set by set.

A set holds cases: an article each, and what is known of it. The diagnostics of one family of rules answer a set; for
each case its scorer adds to the tallies of the groups that the case belongs to, and says of each diagnostic of the
family whether it is right. Nothing of severity `info` is counted.
"""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

FAMILIES = {  # the set, and how the codes of the rules begin that answer it
    "boilerplate": "BOI", "truncation": "END", "duplication": "DUP", "names": "NAM", "quotes": "PUN001",
    "citations": "CIT", "mojibake": "ENC", "clean": "",
}  # fmt: skip
FOUND_BY_THE_END = ("mid_word", "mid_sentence", "marker")  # a cut between sentences leaves nothing to see
UNFAIR = ("comment", "prose")  # kinds of boilerplate that read like the article
VERDICTS = ("true", "unsure", "false", "unread")  # a reader's, of a diagnostic in a clean article


class Hit(NamedTuple):
    """A diagnostic, as far as the labels speak of it. `words` is its text; of several lines, all of their text."""

    rule: str
    code: str
    first: int
    last: int
    words: str

    @property
    def lines(self) -> range:
        return range(self.first, self.last + 1)


@dataclasses.dataclass
class Tally:
    """How often something was said and true, said and untrue, true and not said, and neither."""

    right: float = 0
    wrong: float = 0
    missed: float = 0
    rest: float = 0

    def add(self, said: bool, true: bool, weight: float = 1) -> None:
        name = ("right" if true else "wrong") if said else ("missed" if true else "rest")
        setattr(self, name, getattr(self, name) + weight)

    @property
    def precision(self) -> float | None:
        return share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float | None:
        return share(self.right, self.right + self.missed)

    @property
    def flagged(self) -> float | None:
        """The share of what is as it should be that was reported all the same."""
        return share(self.wrong, self.wrong + self.rest)


def share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


@dataclasses.dataclass
class Scores:
    """The figures of one set: by group, by rule, and plain counts."""

    cases: int = 0
    groups: defaultdict[str, Tally] = dataclasses.field(default_factory=lambda: defaultdict(Tally))
    rules: defaultdict[str, Tally] = dataclasses.field(default_factory=lambda: defaultdict(Tally))
    counts: Counter[str] = dataclasses.field(default_factory=Counter)

    def figure(self, group: str, name: str) -> float | None:
        """A figure of a group by its name; None where no case belongs to it."""
        if name == "diagnostics a file":
            return share(self.counts["diagnostics"], self.counts["files found"])
        if name == "untrue per 1,000 words":
            untrue = self.counts[f"{group}, diagnostics"] - self.counts["true"]
            return share(1000 * untrue, self.counts[f"{group}, words"])
        return getattr(self.groups[group], name) if group in self.groups else None

    def rule(self, hit: Hit, right: float) -> None:
        """Count a diagnostic; `right` is 1, 0, or the share of its lines that the labels agree with."""
        self.rules[hit.rule].right += right
        self.rules[hit.rule].wrong += 1 - right


class RuleRow(NamedTuple):
    """A rule: the set that answers it, how often the labels agree, and what readers say of it in the clean set."""

    rule: str
    code: str
    set: str
    tally: Tally
    clean: dict[str, int]

    @property
    def said(self) -> int:
        """How many of its diagnostics the labels speak of."""
        return round(self.tally.right + self.tally.wrong)


def lines_of(hits: Iterable[Hit]) -> set[int]:
    return {n for hit in hits for n in hit.lines}


def boilerplate(case: Mapping[str, Any], hits: Sequence[Hit], out: Scores, extra: str = "") -> None:
    """Lines that are the page's. Long tables would outweigh a hundred pages, so each page weighs one as well."""
    if case["regime"] != "extracted":
        return
    labels = {x["n"]: x for x in case["lines"] if x["label"] in ("content", "boilerplate")}
    true = {n: x["label"] == "boilerplate" for n, x in labels.items() if x.get("kind") not in UNFAIR}
    groups = [f"tier {case['tier']}"]
    if case["tier"] == "A":
        groups.append("tier A, English" if case["lang"] == "en" else "tier A, other languages")
        if case["source"] == "aeb":
            groups.append("tier A, news of 2019 (aeb)")
        if case.get("site_in_dev") is False:
            groups.append("tier A, other sites")
    said = lines_of(hits)
    for n, of_page in true.items():
        for group in groups:
            out.groups[group + extra].add(n in said, of_page, 1 / len(labels))
            if not extra:
                out.groups[f"{group}, lines alike"].add(n in said, of_page)
    if case["tier"] != "A" or extra:
        return  # the labels of tier B err too often to say that a rule is wrong
    for hit in hits:
        own = [true[n] for n in hit.lines if n in true]
        if own:
            out.rule(hit, sum(own) / len(own))


def truncation(case: Mapping[str, Any], hits: Sequence[Hit], out: Scores) -> None:
    """Articles that stop short."""
    said, cut = bool(hits), case["cut"]
    labelled = cut == "none" or cut in FOUND_BY_THE_END
    true = labelled and cut != "none"
    out.groups[f"{case['origin']}, {cut}"].add(said, true)
    if labelled:
        out.groups["all"].add(said, true)
        for hit in hits:
            out.rule(hit, true)


def duplication(case: Mapping[str, Any], hits: Sequence[Hit], out: Scores) -> None:
    """What stands twice. A file is found when one of its repeated lines is."""
    if case["kind"] == "repeat_kept_by_annotator":
        return  # opinions differ
    true = {x["n"] for x in case["dup_lines"]}
    said = lines_of(hits)
    found = bool(said & true) if true else bool(hits)
    out.groups[f"{case['origin']}, {case['kind']}"].add(found, bool(true))
    out.groups["all"].add(found, bool(true))
    for n in true:
        out.groups["lines that repeat others"].add(n in said, True)
    if true and hits:
        out.counts["diagnostics"] += len(hits)
        out.counts["files found"] += 1
    for hit in hits:
        right = not true.isdisjoint(hit.lines)
        if right or not true or hit.rule == "repeated-block":  # beside repeated paragraphs, nothing else was marked
            out.rule(hit, right)


def names(case: Mapping[str, Any], hits: Sequence[Hit], out: Scores) -> None:
    """Misspelt names. A diagnostic settles one of them; what is said of names that may be either counts nowhere."""
    left, origin = list(case["findings"]), case["origin"]
    either = {
        word
        for entry in (case.get("near_names") or []) + (case.get("neutral") or [])
        for word in (entry if isinstance(entry, list) else [entry])
        if isinstance(word, str)
    }
    for hit in hits:
        found = next((x for x in left if _is_name(hit, x, origin)), None)
        if found:
            left.remove(found)
        elif origin == "real_variant" or (origin != "real_different" and either.intersection(hit.words.split())):
            continue
        for group in ("all", origin):
            out.groups[group].add(True, bool(found))
        out.rule(hit, bool(found))
    for group in ("all", origin):
        out.groups[group].missed += len(left)
    if not case["findings"]:
        out.groups[f"{origin}, files"].add(bool(hits), False)


def _is_name(hit: Hit, finding: Mapping[str, Any], origin: str) -> bool:
    if hit.first == finding["n"] and finding["wrong"] in hit.words:
        return True
    return origin == "real_typo" and finding["right"] in hit.words  # of two spellings in print, either may be reported


def marked_lines(case: Mapping[str, Any], hits: Sequence[Hit], out: Scores) -> None:
    """Quotation marks and mojibake: lines with a fault."""
    true, said = {x["n"] for x in case["findings"]}, lines_of(hits)
    for n in true | said:
        for group in ("all", case["origin"]):
            out.groups[group].add(n in said, n in true)
    for hit in hits:
        out.rule(hit, not true.isdisjoint(hit.lines))
    if not true:
        out.groups["files without a fault"].add(bool(hits), False)


def citations(case: Mapping[str, Any], hits: Sequence[Hit], out: Scores) -> None:
    """Articles whose citation markers lead nowhere."""
    true = bool(case.get("orphan"))
    for group in ("all", case["origin"]):
        out.groups[group].add(bool(hits), true)
    for hit in hits:
        out.rule(hit, true)


def clean(
    case: Mapping[str, Any], hits: Sequence[Hit], out: Scores, verdicts: Mapping[tuple[str, str, int], Sequence[str]]
) -> None:
    """Articles in which nothing should be reported, unless a reader has found that it is true."""
    tiers = [f"tier {case['tier']}"] + (["tiers A and B"] if case["tier"] in "AB" else [])
    for tier in tiers:
        out.groups[tier].add(bool(hits), False)
        out.counts[f"{tier}, words"] += len(case["text"].split())
        out.counts[f"{tier}, diagnostics"] += len(hits)
    if case["tier"] not in "AB":
        return
    seen: Counter[tuple[str, str, int]] = Counter()
    for hit in hits:
        key = case["id"], hit.rule, hit.first
        said = verdicts.get(key, ())
        verdict = said[seen[key]] if seen[key] < len(said) else "unread"
        seen[key] += 1
        out.counts[verdict] += 1
        out.counts[f"{hit.rule}, {verdict}"] += 1


SCORERS: dict[str, Callable[..., None]] = {
    "boilerplate": boilerplate, "truncation": truncation, "duplication": duplication, "names": names,
    "quotes": marked_lines, "citations": citations, "mojibake": marked_lines, "clean": clean,
}  # fmt: skip
