"""`artlint learn`: from folders of articles to a rule file that loads."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import yaml

from artlint.ruleset.learn.copies import originals
from tests.ruleset.learn.gazette import NOTICE, articles, gazette, headline, story
from tests.support.articles import Artlint


def bote(n: int) -> str:
    """An article of a paper with little boilerplate."""
    return "\n".join([headline(random.Random(n)), *story(500 + n), "Gefällt Ihnen der Artikel?", "Jetzt abonnieren"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two papers, a sub-folder each."""
    for paper, write in (("eastport.example", gazette), ("bote.example", bote)):
        for n in range(12):
            path = tmp_path / "articles" / paper / str(n % 2) / f"{n}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(write(n), encoding="utf-8")
    return tmp_path / "articles"


def test_short_articles_with_the_same_boilerplate_are_no_copies(artlint: Artlint, tmp_path: Path) -> None:
    """The notice is longer than two of these articles."""
    texts = ["\n".join([headline(random.Random(n)), story(n)[0][:300] + ".", NOTICE]) for n in range(6)]
    assert originals(articles(texts)) == [0, 1, 2, 3, 4, 5]
    for n in range(5):
        tmp_path.joinpath(f"{n}.txt").write_text(gazette(n), encoding="utf-8")
    for copies, said in ((1, "1 that repeats"), (2, "2 that repeat")):
        tmp_path.joinpath(f"copy{copies}.txt").write_text(gazette(2), encoding="utf-8")
        assert f": 5 articles, and {said} one of these\n" in artlint("learn", ".", cwd=tmp_path).out


def test_the_file_loads_and_finds_the_boilerplate_and_nothing_else(artlint: Artlint, folder: Path) -> None:
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


def test_boilerplate_is_reported_once(artlint: Artlint, folder: Path) -> None:
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
    assert ran.err == "no line recurs as boilerplate does: nothing written\n"
    assert not tmp_path.joinpath("site.yaml").exists()


def test_a_file_that_is_no_text_is_named_and_the_rest_is_learned_from(artlint: Artlint, folder: Path) -> None:
    folder.joinpath("bote.example", "x.txt").write_bytes(b"\0\1\2\0")
    ran = artlint("learn", folder)
    assert ran.code == 2
    assert "x.txt: binary, not text" in ran.err
    assert len(yaml.safe_load(ran.out)) == 4
