"""Articles built of faulty pieces, and properties that must hold for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from artlint.base.model import Diagnostic
from artlint.engine.linter import Linter

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


def holds_for(
    check: Callable[..., Sequence[Diagnostic]],
    *more: st.SearchStrategy[Any],
    texts: st.SearchStrategy[str] | None = None,
    examples: int,
    least: float,
    rules: int,
) -> None:
    """Run a check on many articles, or other texts; a share of them must have been fixed, and by so many rules:
    otherwise the property would be one of clean articles."""
    fixed, kinds = [], set()

    @settings(max_examples=examples)
    @given(st.tuples(articles() if texts is None else texts, *more))
    def holds(drawn: tuple[Any, ...]) -> None:
        names = {d.rule for d in check(*drawn)}
        fixed.append(bool(names))
        kinds.update(names)
        for name in names or {"nothing"}:
            event(f"fixed: {name}")

    holds()
    assert sum(fixed) > least * len(fixed)
    assert len(kinds) >= rules, kinds
