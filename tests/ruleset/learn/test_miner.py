"""`artlint learn`: from articles of made-up papers to rules that find what stands around them, and nothing else."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from artlint.ruleset import rule_packs
from artlint.ruleset.learn.copies import originals
from artlint.ruleset.learn.miner import Learned, learn
from artlint.ruleset.learn.rule_writer import SETTLES, rule_file
from artlint.ruleset.learn.source import key
from artlint.text.article import Article
from artlint.text.months import MONTHS, alternation
from tests.support import Ran

Artlint = Callable[..., Ran]

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
    """An article of a paper with a lot of furniture around it; every third quotes the mayor, every other has the same
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


def bote(n: int) -> str:
    """An article of a paper with little furniture."""
    return "\n".join([headline(random.Random(n)), *story(500 + n), "Gefällt Ihnen der Artikel?", "Jetzt abonnieren"])


FURNITURE = {
    "Eastport Gazette",
    "Home | News | Sport",
    "posted on {n} {name}",
    "Share this story",
    "{n} comments",
    "Sign up for our newsletter and get the news of the town every morning.",
    "More from the Gazette",
    "© Eastport Gazette 2024. All rights reserved.",
}


def articles(texts: list[str]) -> list[Article]:
    return [Article(text, f"{i:03}.txt") for i, text in enumerate(texts)]


def phrases(learned: Learned) -> set[str]:
    return {line.phrase for line in [*learned.lines, *(h.line for h in learned.headings)]}


@pytest.fixture(scope="module")
def learned() -> Learned:
    return learn(articles([gazette(n) for n in range(12)]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two papers, a sub-folder each."""
    for paper, write in (("eastport.example", gazette), ("bote.example", bote)):
        for n in range(12):
            path = tmp_path / "articles" / paper / str(n % 2) / f"{n}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(write(n), encoding="utf-8")
    return tmp_path / "articles"


# What is furniture


def test_what_recurs_around_the_articles_is_learned_and_nothing_else(learned: Learned) -> None:
    assert phrases(learned) == FURNITURE
    assert {line.articles for line in learned.lines} == {12}
    assert [line.text for line in learned.long] == [NOTICE]
    assert [(h.line.text, h.most) for h in learned.headings] == [("More from the Gazette", 3)]


def test_copies_of_an_article_count_once() -> None:
    """The same story under other titles, shortened, and with a paragraph of its own."""
    one = story(1)
    copies = [gazette(n, body) for n, body in ((1, one), (3, one[:4]), (5, [*one, *story(7)[:1]]), (7, one[2:]))]
    assert originals(articles(copies)) == [0]
    assert learn(articles(copies)) == Learned(1, 3, [], [], [])
    others = [gazette(n) for n in (2, 4)]
    assert learn(articles([*copies, *others])).articles == 3
    assert phrases(learn(articles([*copies, *others]))) == FURNITURE


def test_articles_with_much_furniture_are_no_copies() -> None:
    """What most articles hold does not make them copies, if they hold as much besides."""
    notices = [f"{NOTICE} ({i})" for i in range(6)]
    assert originals(articles(["\n".join([*story(n), *notices]) for n in range(6)])) == [0, 1, 2, 3, 4, 5]
    assert originals(articles(["\n".join([story(n)[0], *notices]) for n in range(6)])) == [0, 1, 2, 3, 4, 5]
    assert originals(articles(["\n".join([*notices, story(n)[0]]) for n in range(6)])) == [0]  # rather copies
    assert originals(articles(["\n".join(notices)] * 6)) == [0]


def test_a_line_needs_three_different_articles() -> None:
    texts = ["\n".join([*story(n), "Share this story"]) for n in range(2)]
    rest = ["\n".join(story(n)) for n in range(2, 6)]
    assert phrases(learn(articles([*texts, *rest]))) == set()
    texts.append("\n".join([*story(9), "Share this story"]))
    assert phrases(learn(articles([*texts, *rest]))) == {"Share this story"}


def test_a_line_of_a_large_source_needs_a_share_of_its_articles() -> None:
    texts = ["\n".join([*story(n), *(["Share this story"] if n < 3 else [])]) for n in range(200)]
    assert phrases(learn(articles(texts))) == set()


def test_a_headline_that_other_articles_lead_to_is_not_learned() -> None:
    title = headline(random.Random(77))
    texts = [f"{title}\n" + "\n".join([*story(0), "Share this story"])]
    texts += [
        "\n".join([headline(random.Random(n)), *story(n), "Share this story", "Most read", title]) for n in range(1, 6)
    ]
    assert phrases(learn(articles(texts))) == {"Share this story", "Most read"}


HEADLINES = [headline(random.Random(n)) for n in (70, 71, 72, 73, 74, 75)]


@pytest.mark.parametrize("byline", [["By Jo Marsh"], []])
@pytest.mark.parametrize(
    "above",
    [
        [],
        ["Eastport Gazette"],
        ["Eastport Gazette", "Home | News | Weather"],
        ["Eastport Gazette", "Home | News {}", "Share this story"],
        ["Eastport Gazette", "{} | News", "Share this story"],
        ["Trending now", *HEADLINES[:2]],
    ],
)
def test_titles_are_not_learned_whatever_stands_above_them(above: list[str], byline: list[str]) -> None:
    """Each article leads to two others."""
    texts = [
        [
            *(line.format(NOUNS[n]) for line in above if line != title),
            title,
            *byline,
            *story(n)[:3],
            f"{n} comments",
            "More from the Gazette",
            *(HEADLINES * 2)[n + 1 : n + 3],
            "All rights reserved",
        ]
        for n, title in enumerate(HEADLINES)
    ]
    found = learn(articles(["\n".join(lines) for lines in texts]))
    assert found.articles == 6
    assert not phrases(found) & set(HEADLINES)
    assert [h.line.text for h in found.headings] == ["More from the Gazette"]
    assert {"{n} comments", "All rights reserved"} <= phrases(found)


def test_a_title_that_ends_as_a_sentence_is_not_learned() -> None:
    titles = [f"The {noun} was closed." for noun in NOUNS[:6]]
    texts = [
        "\n".join(["Eastport Gazette", t, *story(n), "More from the Gazette", *(titles * 2)[n + 1 : n + 4]])
        for n, t in enumerate(titles)
    ]
    assert not phrases(learn(articles(texts))) & set(titles)


@pytest.mark.parametrize(
    "headlines",
    [
        [HEADLINES[:1], HEADLINES[1:2], HEADLINES[2:3], HEADLINES[3:4], [], []],
        [HEADLINES[:3], HEADLINES[1:4], HEADLINES[2:5], HEADLINES[3:], HEADLINES[:3], HEADLINES[:3]],
        [HEADLINES[:2], HEADLINES[2:4], HEADLINES[4:], [], [], []],
    ],
)
def test_a_heading_of_headlines_is_never_a_plain_line(headlines: list[list[str]]) -> None:
    """Else it would be gone before `related-links` looks for it, and the headlines would stay."""
    texts = [
        "\n".join([f"{headline(random.Random(n))} {n}", *story(n), "More from the Gazette", *own, "Share this story"])
        for n, own in enumerate(headlines)
    ]
    found = learn(articles(texts))
    assert [h.line.text for h in found.headings] == ["More from the Gazette"]
    assert "More from the Gazette" not in [line.text for line in found.lines]
    assert "Share this story" in [line.text for line in found.lines]


def test_short_articles_with_the_same_furniture_are_no_copies(artlint: Artlint, tmp_path: Path) -> None:
    """The notice is longer than two of these articles."""
    texts = ["\n".join([headline(random.Random(n)), story(n)[0][:300] + ".", NOTICE]) for n in range(6)]
    assert originals(articles(texts)) == [0, 1, 2, 3, 4, 5]
    for n in range(5):
        tmp_path.joinpath(f"{n}.txt").write_text(gazette(n), encoding="utf-8")
    for copies, said in ((1, "1 that repeats"), (2, "2 that repeat")):
        tmp_path.joinpath(f"copy{copies}.txt").write_text(gazette(2), encoding="utf-8")
        assert f": 5 articles, and {said} one of these\n" in artlint("learn", ".", cwd=tmp_path).out


def test_long_articles_take_no_longer_by_the_line() -> None:
    """In seconds; it was minutes when each line was looked for in a list of all others."""
    rows = [f"Row {'abcdefghij'[i % 10]}{chr(97 + i // 10 % 26)}{chr(97 + i // 260)}" for i in range(6000)]
    texts = ["\n".join([*(story(n) * 200), *rows, "More from the Gazette", "More from us"] * 2) for n in range(3)]
    start = time.process_time()
    learn(articles(texts))
    assert time.process_time() - start < 30


@pytest.mark.parametrize(
    ("line", "folded"),
    [
        ("12 Comments", "{n} comments"),
        ("Posted on 3 May", "posted on {n} {name}"),
        ("Updated: May 3, 2024, 10:15", "updated {name} {n}"),
        ("Veröffentlicht am 3. März 2024 um 10:15", "veröffentlicht am {n} {name} {n} um {n}"),
        ("Publicado el 3 de mayo de 2024", "publicado el {n} de {name} de {n}"),
        ("Опубликовано 3 января 2024", "опубликовано {n} {name} {n}"),
        ("Bijgewerkt: 3 mrt. 2024", "bijgewerkt {n} {name} {n}"),
        ("Maybe 3rd time lucky", "maybe 3rd time lucky"),
        ("3 marks out of 5", "{n} marks out of {n}"),
        ("12 decisions", "{n} decisions"),
        ("5 mayors met", "{n} mayors met"),
    ],
)
def test_numbers_and_months_may_vary(line: str, folded: str) -> None:
    assert key(line) == folded


def test_every_language_names_twelve_months() -> None:
    assert all(len(names) == len(set(names)) >= 12 for names in MONTHS.values())
    assert all(name == name.lower() and not name.endswith(".") for names in MONTHS.values() for name in names)
    names = alternation(["en"]).split("|")
    assert names[0] == "september"
    assert set(names) == set(MONTHS["en"])
    assert re.findall(rf"\b(?:{alternation()})\b", "sept september marks märz mayor 3 tháng 12") == [
        "sept",
        "september",
        "märz",
        "tháng 12",
    ]


def test_learned_rules_settle_what_related_links_does() -> None:
    (links,) = (rule for rule in rule_packs.load() if rule.name == "related-links")
    assert {*links.subsumes, "BOI"} == set(SETTLES)


def test_a_number_that_is_always_the_same_stays() -> None:
    texts = ["\n".join([*story(n), "Call 555 0123 to subscribe", f"{n} comments"]) for n in range(4)]
    assert phrases(learn(articles(texts))) == {"Call 555 0123 to subscribe", "{n} comments"}


def test_the_order_of_the_articles_makes_no_difference() -> None:
    every = articles([gazette(n) for n in range(9)] + [gazette(1, story(4))])
    first = rule_file({"eastport.example": learn(every)})
    for seed in range(3):
        random.Random(seed).shuffle(every)
        assert rule_file({"eastport.example": learn(every)}) == first


# The rule file


def test_the_file_loads_and_finds_the_furniture_and_nothing_else(artlint: Artlint, folder: Path) -> None:
    ran = artlint("learn", "articles", "-o", "site.yaml", cwd=folder.parent)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "11 lines of 2 sources written to site.yaml; read them before you use them\n"
    ran = artlint("test", "site.yaml", cwd=folder.parent)
    assert (ran.code, ran.out) == (0, "4 rules, 16 examples: all as they should be\n")
    folder.parent.joinpath("artlint.yaml").write_text("rule-paths: [site.yaml]\n")
    ran = artlint("fix", "articles", "--select", "ALN", "--unsafe-fixes", cwd=folder.parent)
    assert ran.code == 0, ran.out
    for n in range(12):
        left = folder.joinpath("eastport.example", str(n % 2), f"{n}.txt").read_text(encoding="utf-8").splitlines()
        whole = gazette(n).splitlines()
        end = whole.index("Share this story")
        assert left == [whole[2], *whole[4:end]]
        left = folder.joinpath("bote.example", str(n % 2), f"{n}.txt").read_text(encoding="utf-8").splitlines()
        assert left == bote(n).splitlines()[:-2]


def test_furniture_is_reported_once(artlint: Artlint, folder: Path) -> None:
    """What the built-in rules know too is the learned rules' to report."""
    artlint("learn", "articles", "-o", "site.yaml", cwd=folder.parent)
    folder.parent.joinpath("artlint.yaml").write_text("rule-paths: [site.yaml]\n")
    ran = artlint("articles/eastport.example/0/0.txt", cwd=folder.parent)
    learned = [line for line in ran.lines if " ALN" in line]
    assert [re.sub(r":.*? ALN\d+", "", line).split(":")[0] for line in learned] == [
        "articles/eastport.example/0/0.txt learned-eastport-example",
        "articles/eastport.example/0/0.txt learned-eastport-example",
        "articles/eastport.example/0/0.txt learned-eastport-example",
        "articles/eastport.example/0/0.txt learned-eastport-example-sections",
        "articles/eastport.example/0/0.txt learned-eastport-example",
        "articles/eastport.example/0/0.txt learned-eastport-example-paragraphs",
    ]
    assert not [line for line in ran.lines if " BOI" in line], ran.out


def test_the_file_says_how_often_each_line_was_found(artlint: Artlint, folder: Path) -> None:
    ran = artlint("learn", folder)
    assert ran.code == 0
    assert '        - "Home | News | Sport"  # in 12 of 12 articles\n' in ran.out
    assert re.search(r'- "\{n\} comments"  # in 12 of 12 articles: "\d+ comments"\n', ran.out)
    names = [rule["name"] for rule in yaml.safe_load(ran.out)]
    assert names == [
        "learned-bote-example",
        "learned-eastport-example",
        "learned-eastport-example-paragraphs",
        "learned-eastport-example-sections",
    ]


def test_names_and_codes_that_are_taken_are_left_alone(artlint: Artlint, folder: Path) -> None:
    artlint("learn", "articles", "--source", "^(bote.example)", "-o", "bote.yaml", cwd=folder.parent)
    folder.parent.joinpath("artlint.yaml").write_text("rule-paths: [bote.yaml, site.yaml]\n")
    folder.parent.joinpath("site.yaml").write_text("")
    ran = artlint("learn", "articles", cwd=folder.parent)
    rules = [(rule["name"], rule["code"]) for rule in yaml.safe_load(ran.out)]
    assert rules[:2] == [("learned-bote-example-2", "ALN002"), ("learned-eastport-example", "ALN003")]


def test_lines_and_sources_with_odd_characters_make_a_file_that_loads(artlint: Artlint, tmp_path: Path) -> None:
    odd = [
        'Read "more" \\ of: {this} # now - [x]',
        "Tag: {n}ews\u2028and\u200b\x85 more",
        "* Διαβάστε επίσης: *",
        "【关于我们】 (c) $5.00 ^|?",
    ]
    marked = "⟦Share this⟧"
    for n in range(4):
        path = tmp_path / "articles" / "“{Ωδός}” & co" / f"{n}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([*story(n), marked, *odd, "[{(^$ " + NOTICE]), encoding="utf-8")
    ran = artlint("learn", "articles", "-o", "site.yaml", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert ran.err.startswith("5 lines of 1 source written")
    ran = artlint("test", "site.yaml", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "2 rules, 8 examples: all as they should be\n")
    tmp_path.joinpath("artlint.yaml").write_text("rule-paths: [site.yaml]\n")
    artlint("fix", "articles", "--select", "ALN", "--unsafe-fixes", cwd=tmp_path)
    assert path.read_text(encoding="utf-8").strip() == "\n".join([*story(3), marked])


# Sources


def test_files_beside_each_other_are_one_source(artlint: Artlint, tmp_path: Path) -> None:
    for n in range(4):
        tmp_path.joinpath(f"{n}.txt").write_text(bote(n), encoding="utf-8")
    for path in (tmp_path, "."):
        ran = artlint("learn", path, cwd=tmp_path)
        assert [rule["name"] for rule in yaml.safe_load(ran.out)] == [
            f"learned-{re.sub('[^a-z0-9]+', '-', tmp_path.name.lower()).strip('-')}"
        ]
    assert artlint("learn", *(f"{n}.txt" for n in range(4)), cwd=tmp_path).out == ran.out
    assert artlint("learn", "3.txt", ".", "./1.txt", cwd=tmp_path).out == ran.out


def test_a_pattern_names_the_source(artlint: Artlint, tmp_path: Path) -> None:
    for n in range(4):
        tmp_path.joinpath(f"2024-eastport_{n}.txt").write_text(gazette(n), encoding="utf-8")
        tmp_path.joinpath(f"2024-bote_{n}.txt").write_text(bote(n), encoding="utf-8")
    tmp_path.joinpath("readme.txt").write_text("Articles of two papers.")
    ran = artlint("learn", ".", "--source", r"(\w+)_\d", cwd=tmp_path)
    assert {rule["name"] for rule in yaml.safe_load(ran.out)} >= {"learned-bote", "learned-eastport"}
    assert ran.err == "artlint: 1 file passed over, which --source does not match\n11 lines of 2 sources\n"


# What goes wrong


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "artlint: nowhere: no such file or folder"),
        (["articles", "--source", "x"], "“x” has no groups; it needs one"),
        (["articles", "--source", "(x)(y)"], "“(x)(y)” has 2 groups; it needs one"),
        (["articles", "--source", "("], "“(” is no regular expression: missing ), unterminated subpattern"),
        (
            ["articles", "--source", "(xyz)"],
            "--source matches no path\n  help: it is looked for in paths such as bote.example/0/0.txt",
        ),
        (
            ["articles/bote.example/0/0.txt"],
            "3 different articles of one source are needed; “0” has 1\n  help: each folder",
        ),
        (["empty"], "no articles in empty\n  help: folders are searched for "),
        (["articles", "-o", "empty"], "artlint: empty: exists already"),
        (
            ["articles", "-o", "mine.yaml"],
            "mine.yaml: exists already, and somebody may have edited it\n  help: delete it",
        ),
    ],
)
def test_errors_end_with_2(artlint: Artlint, folder: Path, arguments: list[str], message: str) -> None:
    folder.parent.joinpath("empty").mkdir()
    folder.parent.joinpath("mine.yaml").write_text("# edited\n")
    ran = artlint("learn", *arguments, cwd=folder.parent)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
    assert folder.parent.joinpath("mine.yaml").read_text() == "# edited\n"


def test_copies_do_not_make_enough_articles(artlint: Artlint, tmp_path: Path) -> None:
    for n in range(5):
        tmp_path.joinpath(f"{n}.txt").write_text(gazette(n, story(1)), encoding="utf-8")
    ran = artlint("learn", ".", cwd=tmp_path)
    assert ran.code == 2
    assert "has 1, besides 4 that repeat it" in ran.err


def test_a_source_with_too_few_articles_is_named(artlint: Artlint, folder: Path) -> None:
    folder.joinpath("small.example").mkdir()
    folder.joinpath("small.example", "1.txt").write_text("Nothing happened.\n")
    ran = artlint("learn", folder)
    assert ran.code == 0
    assert "artlint: “small.example” passed over: fewer than 3 different articles\n" in ran.err


def test_nothing_found_is_said_and_writes_nothing(artlint: Artlint, tmp_path: Path) -> None:
    for n in range(5):
        tmp_path.joinpath(f"{n}.txt").write_text("\n".join(story(n)), encoding="utf-8")
    ran = artlint("learn", ".", "-o", "site.yaml", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "no line recurs as furniture does: nothing written\n"
    assert not tmp_path.joinpath("site.yaml").exists()


def test_a_file_that_is_no_text_is_named_and_the_rest_is_learned_from(artlint: Artlint, folder: Path) -> None:
    folder.joinpath("bote.example", "x.txt").write_bytes(b"\0\1\2\0")
    ran = artlint("learn", folder)
    assert ran.code == 2
    assert "x.txt: binary, not text" in ran.err
    assert len(yaml.safe_load(ran.out)) == 4
