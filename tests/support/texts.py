"""Texts of any kind, for properties that must hold for all of them."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.support import SEEDS

SEED_TEXTS = [p.read_bytes().decode("utf-8") for p in sorted(SEEDS.glob("*.txt"))]

# Pieces that make rules fire, between any characters at all.
PIECES = st.sampled_from(
    [
        "262",
        "Related Articles",
        "Share",
        "“so",
        "so”",
        '"',
        "[3][1]",
        "**b**",
        "&amp;",
        "â€™",
        "\u200b",
        "�",
        "\n",
        "\n\n",
        "\r\n",
        ". ",
        "…",
        "The harbour was closed for a week after the storm.",
        "Die Brücke ist zu.",
        "Вода поднялась.",
        "他说：「好」。",
        "Witkoff met Witkoff.",
        "Witkock",
        "[+20 chars]",
        "As an AI language model, I",
        "[Your Name]",
        "<br>",
        "\x08",
        "\ufeff",
        "\u2028",
        "\x0c",
        "👩\u200d🔬",
        "é",
        "References",
        "| a | b |",
    ]
)

TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=25).map("".join)

# Texts that have more than single faults: paragraphs that stand twice, names that nearly agree, quotations.
PARAGRAPHS = st.sampled_from(
    [
        "The harbour was closed for a week after the storm, and nobody could say when it would open again.",
        "The harbour was closed for a week after the storm, and nobody can say when it will open again.",
        "“We waited,” said Anna Witkowski, “and nothing came.” Mr Witkowski nodded. Mr Witkovski did not.",
        "„Wir warten“, sagte Kowalski. Kowalski ging, und Kowalsky blieb im Hafen von Łódź.",
        "Related Articles",
        "Read more: Storm closes the harbour",
        "12 March 2021 at 10:17",
        "Posted by anna on 12 March 2021 at 11:18",
        "It was the largest [3] of its kind (see Figure 2), as the table below shows [4, 5].",
        "Σίσυφος ΟΔΥΣΣΕΑΣ είπε: «Όχι». İstanbul'da Ilık bir gün.",
        "他说：「好」。港口关闭了一个星期，没有人知道什么时候会重新开放。",
        "HOME | NEWS | SPORT | www.example.com © 2020",
        "wrapped text goes on in the next line, where somebody\nbroke it at sixty columns or so, as people used to do\n"
        "when lines were shown on terminals that were eighty wide,\nand so it goes.",
        "20/12/2019 19:05, 3. May, #12 ② ٣",
    ]
)

LONGER_TEXTS = st.lists(st.one_of(PARAGRAPHS, PIECES, st.text(max_size=30)), max_size=20).map("\n".join)

# Characters of several code points, of two UTF-16 units and of two cells, and some at which no editor ends a line.
ODD = (
    "Title 😀 of it\r\n\r\n"
    "A 👩‍👩‍👧 family and e\u0301te\u0301 in 東京 \u2028 went\x0c on, أخبار, it was cold[3] there.\r\n\r\n"
    "𝔘nd so **bold** it ended[4] there 🎉 on Thursday.\r\n"
)
