"""What a person rejected of one article: each fault by its place, which moves with the text.

Equal faults have fingerprints that are numbered in order, so a number does not tell for long which of them was
rejected. Places are those of the page (see browser_text.py).
"""

from __future__ import annotations

from difflib import SequenceMatcher
from hashlib import blake2b
from itertools import takewhile

from artlint.base.model import Span
from artlint.base.named_tuple import NamedTuple
from artlint.review.browser_text import Offsets, to_browser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from artlint.base.model import Diagnostic, Edit


class Stretch(NamedTuple):
    """A stretch that was changed, and by how much it is longer now."""

    start: int
    end: int
    longer: int


class Rejections:
    """Of each rejected fault its rule and content, and where it stands in each text that was seen; None where it was
    taken out. A text that comes again, by Undo or by leaving without saving, so has its faults rejected as before."""

    def __init__(self) -> None:
        self._faults: list[tuple[str, dict[bytes, Span | None]]] = []
        self._last = ""

    def add(self, text: str, found: Iterable[Diagnostic]) -> None:
        """Reject these of the faults of a text."""
        self.follow(text)
        self._last = to_browser(text)
        offsets = Offsets(text)
        self._faults += [(key(d), {_digest(self._last): _place(offsets, d)}) for d in found]

    def left(self, text: str, found: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
        """The faults of a text without those that are rejected."""
        if not self._faults:
            return found
        offsets = Offsets(text)
        hidden = set(zip((name for name, _ in self._faults), self._places(to_browser(text)), strict=True))
        return [d for d in found if (key(d), _place(offsets, d)) not in hidden]

    def follow(self, text: str) -> None:
        """The text is this now, by whatever change."""
        if self._faults:
            self._keep(to_browser(text), self._places(to_browser(text)))
            self._last = to_browser(text)

    def fixed(self, before: str, edits: Iterable[Edit], after: str) -> None:
        """The text becomes `after` by these edits of `before`, which do not overlap; if the page takes it."""
        if not self._faults:
            return
        offsets = Offsets(before)
        stretches = []
        for edit in sorted(edits):
            start, end = map(offsets.at, edit.span)
            stretches.append(Stretch(start, end, _size(to_browser(edit.text)) - (end - start)))
        places = self._places(to_browser(before))
        self._keep(to_browser(after), [place and _moved(place, stretches) for place in places])

    def _keep(self, text: str, places: Sequence[Span | None]) -> None:
        digest = _digest(text)
        for (_, seen), place in zip(self._faults, places, strict=True):
            seen[digest] = place

    def _places(self, text: str) -> list[Span | None]:
        """Where each stands in a text: as it was there before, or else moved from the last one."""
        digest = _digest(text)
        if all(digest in seen for _, seen in self._faults):
            return [seen[digest] for _, seen in self._faults]
        stretches, last = _changed(self._last, text), _digest(self._last)
        moved = [place and _moved(place, stretches) for place in (seen[last] for _, seen in self._faults)]
        return [seen.get(digest, place) for (_, seen), place in zip(self._faults, moved, strict=True)]

    def mark(self, text: str) -> str:
        """What is another where other faults of this text are rejected."""
        return repr(self._places(to_browser(text)))


def key(d: Diagnostic) -> str:
    """What all equal faults go by: the fingerprint without its number."""
    return f"{d.rule} {d.fingerprint.partition('-')[0]}"


def _place(offsets: Offsets, d: Diagnostic) -> Span:
    return Span(offsets.at(d.span.start), offsets.at(d.span.end))


def _moved(place: Span, stretches: Iterable[Stretch]) -> Span | None:
    """Where a place is after these changes, which are in order; None where one cuts into it."""
    start, end = place
    for stretch in stretches:
        if stretch.end <= place.start:
            start, end = start + stretch.longer, end + stretch.longer
        elif stretch.start >= place.end:
            break
        elif place.start <= stretch.start and stretch.end <= place.end:
            end += stretch.longer
        else:
            return None
    return Span(start, end)


def _changed(was: str, now: str) -> list[Stretch]:
    """How one shown text became another: in one stretch, or by lines where that has several."""
    head = _shared(was, now)
    most = min(len(was), len(now)) - head
    tail = min(most, _shared(reversed(was), reversed(now)))
    old = was[head : len(was) - tail].splitlines(keepends=True)
    new = now[head : len(now) - tail].splitlines(keepends=True)
    before, after = Offsets(was), Offsets(now)
    out = []
    at, to = head, head
    for what, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        first, second = sum(map(len, old[i:j])), sum(map(len, new[k:m]))
        if what != "equal":
            start, end = before.at(at), before.at(at + first)
            out.append(Stretch(start, end, after.at(to + second) - after.at(to) - (end - start)))
        at, to = at + first, to + second
    return out


def _shared(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters two texts share at their beginnings."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _size(text: str) -> int:
    return Offsets(text).at(len(text))


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
