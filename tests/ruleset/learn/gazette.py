"""Made-up newspapers, and what their pages have around the articles."""

from __future__ import annotations

import random

from artlint.text.article import Article

NOUNS = ["bridge", "harbour", "school", "mayor", "council", "ferry", "river", "library", "market", "tower", "station"]

VERBS = ["opened", "closed", "burned", "moved", "failed", "grew", "changed", "returned", "stopped", "began"]

TURNS = [
    "on Monday after the storm",
    "in spite of the long winter",
    "without a word to the press",
    "although nobody had asked for it",
    "because the money had run out",
    "when the last train had left",
    "before the guests arrived from the north",
    "while the band was still playing",
]

NOTICE = (
    "The Gazette is not responsible for the content of other sites, and does not accept letters that were not signed by "
    "those who wrote them. Whoever writes to us agrees that the letter may be shortened and printed, with the name."
)


def sentence(chance: random.Random) -> str:
    one, two = (
        f"the {chance.choice(NOUNS)} {chance.choice(VERBS)} {chance.choice(TURNS)} ({chance.randint(2, 999)})"
        for _ in "12"
    )
    return f"{one}, and {two}.".capitalize()


def headline(chance: random.Random) -> str:
    return f"{chance.choice(NOUNS)} {chance.choice(VERBS)} {chance.choice(TURNS)}".title()


def story(n: int) -> list[str]:
    """Six paragraphs that no other story has."""
    chance = random.Random(n)
    return [" ".join(sentence(chance) for _ in range(3)) for _ in range(6)]


def gazette(n: int, body: list[str] | None = None) -> str:
    """An article of a paper with a lot of boilerplate around it; every third quotes the mayor, every other has the same
    heading in the middle and the same words at its end."""
    chance = random.Random(1000 + n)
    body = body or story(n)
    if n % 2:
        body = [*body[:3], "What happens next", *body[3:], "The investigation continues."]
    if n % 3 == 0:
        body = [*body[:2], "“We cannot go on like this,” said the mayor.", *body[2:]]
        body[1:1] = ["The mayor said: “We cannot go on like this, and everybody in this town knows it.”"]
    lines = [
        "Eastport Gazette",
        "Home | News | Sport",
        f"{headline(chance)} {n}",
        f"Posted on {chance.randint(1, 28)} {chance.choice(['May', 'June', 'July'])}",
        "By Jo Marsh",
        *body,
        "Share this story",
        f"{chance.randint(2, 90)} comments",
        "Sign up for our newsletter and get the news of the town every morning.",
        "More from the Gazette",
        *(headline(chance) for _ in range(3)),
        "© Eastport Gazette 2024. All rights reserved.",
        NOTICE,
    ]
    return "\n".join(lines) + "\n"


def articles(texts: list[str]) -> list[Article]:
    return [Article(text, f"{i:03}.txt") for i, text in enumerate(texts)]
