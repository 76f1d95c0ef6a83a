"""Plugins of other authors: a real package in a virtual environment of its own, and packages that are broken."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
import sysconfig
import textwrap
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import Ran, install, python_path, run

pytestmark = pytest.mark.xdist_group("plugins")  # one worker installs the example
EXAMPLE = Path(__file__).resolve().parent / "plugin_example"
FILM = """\
1
00:00:01,000 --> 00:00:03,500
WHERE HAVE YOU BEEN?

2
00:00:04,000 --> 00:00:06,000
At the station &amp; in the harbour.
"""


def site_of(python: Path) -> Path:
    """Where an interpreter has its packages."""
    return Path(run([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).out.strip())


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The interpreter of an environment that holds the example package; artlint itself it takes from this one."""
    folder = tmp_path_factory.mktemp("plugin") / "venv"
    venv.create(folder)
    interpreter = folder / "bin" / "python"
    here = sysconfig.get_path("purelib")
    (site_of(interpreter) / "artlint-from-outside.pth").write_text(f"import site; site.addsitedir({here!r})\n")
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(interpreter),
        "install",
        "--no-deps",
        "--quiet",
        str(EXAMPLE),
    ]
    ran = run(command, timeout=300, cwd=root)
    assert ran.code == 0, ran.err
    return interpreter


@pytest.fixture
def artlint_there(python: Path, environment: dict[str, str], tmp_path: Path) -> Callable[..., Ran]:
    """The command in the environment with the example package."""

    def call(*args: object) -> Ran:
        ran = run([str(python), "-m", "artlint", *map(str, args)], env=environment, cwd=tmp_path)
        assert "Traceback" not in ran.err, ran.err
        return ran

    return call


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "film.srt"
    path.write_bytes(FILM.replace("\n", "\r\n").encode())
    return path


def test_rules_say_where_they_come_from(artlint_there: Callable[..., Ran], tmp_path: Path) -> None:
    rows = {line.split()[1]: line for line in artlint_there("rules").lines}
    assert rows["shouted-line"].split()[:5] == ["SUB001", "shouted-line", "error", "artlint-subtitles", "1.4"]
    assert rows["html-entity"].split()[3] == "artlint"
    (tmp_path / "artlint.yaml").write_text("rule-paths: [own.yaml]\n")
    own = "name: own-rule, code: OWN001, check: capitals, summary: s, why: w, message: m, options: {least: 3}"
    (tmp_path / "own.yaml").write_text(f"- {{{own}}}\n")
    records = {r["name"]: r for r in json.loads(artlint_there("rules", "--output-format", "json").out)}
    assert records["shouted-line"]["origin"] == "artlint-subtitles 1.4"
    assert Path(records["own-rule"]["origin"]).name == "own.yaml"
    assert records["html-entity"]["origin"] == "artlint"


def test_the_page_of_a_rule_of_a_plugin(artlint_there: Callable[..., Ran]) -> None:
    ran = artlint_there("rule", "SUB001")
    assert ran.code == 0
    assert "WHERE HAVE YOU BEEN?" in ran.out


def test_source_check_and_format_work_together(artlint_there: Callable[..., Ran], film: Path, tmp_path: Path) -> None:
    """A folder is searched for the ending; the places are those of the file; our own rules run as well."""
    for jobs in ([], ["-j", "2"]):
        ran = artlint_there(tmp_path, "--output-format", "csv", *jobs)
        assert ran.code == 1
        assert list(csv.reader(io.StringIO(ran.out))) == [
            ["file", "line", "rule", "message"],
            [str(film), "3", "shouted-line", "16 letters, all capitals: “WHERE HAVE YOU BEEN?”"],
            [str(film), "7", "html-entity", "“&amp;” is an HTML entity, not a character"],
        ]


def test_a_mechanism_of_a_plugin_in_plain_text(artlint_there: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The ship comes in\n\nIT IS LATE AGAIN TODAY\nNobody was surprised.\n")
    assert [line.split()[1] for line in artlint_there("a.txt", "--select", "subtitles").lines] == ["SUB001"]
    (tmp_path / "artlint.yaml").write_text("rules: {shouted-line: {severity: info, options: {least: 40}}}\n")
    assert artlint_there("a.txt", "--select", "SUB").out == ""
    (tmp_path / "artlint.yaml").write_text("rules: {shouted-line: {options: {least: 0}}}\n")
    ran = artlint_there("a.txt")
    assert (ran.code, ran.out) == (2, "")
    assert "artlint.yaml:1:34" in ran.err


def test_a_source_that_hides_a_part_of_the_file_is_never_written_back(
    artlint_there: Callable[..., Ran], film: Path
) -> None:
    """The times are spaces to the rules; a fix made from that text would delete them."""
    before = film.read_bytes()
    ran = artlint_there("fix", film, "--unsafe-fixes")
    assert ran.code == 1
    assert "html-entity" in ran.out
    assert film.read_bytes() == before


def test_the_schema_knows_the_options_of_a_plugin(artlint_there: Callable[..., Ran]) -> None:
    rules = json.loads(artlint_there("config", "schema").out)["properties"]["rules"]["properties"]
    assert rules["shouted-line"]["properties"]["options"]["properties"]["least"]["minimum"] == 1


def test_a_mechanism_over_many_articles(artlint_there: Callable[..., Ran], tmp_path: Path) -> None:
    for name, opening in (("a", "Good morning."), ("b", "Good evening."), ("c", "Good morning.")):
        (tmp_path / f"{name}.srt").write_text(f"1\n00:00:01,000 --> 00:00:02,000\n{opening}\n")
    ran = artlint_there(".", "--select", "same-opening")
    assert ran.lines == ["c.srt:3:1: SUB002 same-opening: begins as a.srt does: “Good morning.”"]


def test_the_examples_of_a_plugins_rules(artlint_there: Callable[..., Ran], python: Path) -> None:
    ran = artlint_there("test", site_of(python) / "artlint_subtitles" / "subtitles.yaml")
    assert (ran.code, ran.out) == (0, "2 rules, 8 examples: all as they should be\n")


def test_type_checkers_know_the_interface(python: Path, root: Path, tmp_path: Path) -> None:
    """The example package passes mypy's strictest check against an installed artlint, and mistakes in it do not."""
    paths = f"{root}\n{sysconfig.get_path('purelib')}\n"  # mypy obeys no .pth that is code
    (site_of(python) / "for-mypy.pth").write_text(paths)
    package = shutil.copytree(EXAMPLE / "artlint_subtitles", tmp_path / "artlint_subtitles")
    command = [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(python), "--cache-dir"]
    command += [str(tmp_path / "types"), str(package)]
    ran = run(command, cwd=tmp_path, timeout=300)
    assert ran.out.startswith("Success: no issues found in 5 source files"), ran.out + ran.err
    module = package / "capitals.py"
    module.write_text(module.read_text().replace("Finding(block.span(),", "Finding(block.text,"))
    module.write_text(module.read_text().replace("Check, Finding", "Check, Finding, Nothing"))
    ran = run(command, cwd=tmp_path, timeout=300)
    assert 'has incompatible type "str"; expected "Span"' in ran.out
    assert 'Module "artlint.plugin_api" has no attribute "Nothing"' in ran.out


# Packages that are broken


@pytest.fixture
def plugin(artlint: Callable[..., Ran], tmp_path: Path) -> Callable[..., Ran]:
    """`plugin(source, *args)`: the command with a package of this source installed, as the installers leave one."""
    site = tmp_path / "site"

    def call(source: str, *args: object, name: str = "thing", **files: str) -> Ran:
        install(site, f"artlint-{name}", textwrap.dedent(source), version="0.3", **files)
        article = tmp_path / "a.txt"
        article.write_text("The ship comes in\n\nThe ship came in on Monday. Nobody was surprised.\n")
        return artlint(*(args or (article,)), env={"PYTHONPATH": python_path(site)})

    return call


def pack(**changed: str) -> str:
    """A rule file with one rule."""
    entry = {"name": "new-rule", "code": "NEW001", "check": "pattern", "summary": "s", "why": "w", "message": "m"}
    return f"- {json.dumps({**entry, **changed, 'options': {'patterns': ['Monday']}})}\n"


PACK = """
    from pathlib import Path

    def artlint_rule_packs():
        return [str(Path(__file__).with_name("pack.yaml"))]
"""


def test_a_small_plugin_works(plugin: Callable[..., Ran]) -> None:
    """The errors below are not due to how these packages are made."""
    ran = plugin(PACK, pack=pack())
    assert (ran.code, len(ran.lines)) == (1, 1)
    assert "NEW001 new-rule: m" in ran.out


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("raise RuntimeError('no licence')", ["RuntimeError: no licence", "uninstall artlint-thing"]),
        ("import no_such_module_anywhere", ["ModuleNotFoundError", "no_such_module_anywhere"]),
        ("def artlint_checks(:", ["SyntaxError"]),
        (
            "def artlint_rulepacks(): return []",
            ["unknown hook “artlint_rulepacks”", "did you mean “artlint_rule_packs”"],
        ),
        ("def artlint_checks(): raise ValueError('no idea')", ["failed in artlint_checks", "ValueError: no idea"]),
        ("def artlint_checks(): return ['capitals']", ["must return a dict from artlint_checks, not list"]),
        ("def artlint_rule_packs(): return '/'", ["must return a list from artlint_rule_packs, not str"]),
        ("def artlint_checks(): return {'pattern': object}", ["the check “pattern”", "“artlint”", "uninstall"]),
        ("def artlint_reporters(): return {'json': object}", ["the output format “json”", "“artlint”", "uninstall"]),
        ("def artlint_sources(): return {'.txt': object}", ["the source “.txt”", "“artlint”", "uninstall"]),
    ],
)
def test_a_plugin_that_fails_stops_the_run(plugin: Callable[..., Ran], source: str, words: list[str]) -> None:
    args = ("a.txt", "--output-format", "json") if "reporters" in source else ()
    ran = plugin(source, *args)
    assert (ran.code, ran.out) == (2, "")
    assert "thing" in ran.err
    for word in words:
        assert word in ran.err


def test_a_name_of_ours_is_taken(plugin: Callable[..., Ran]) -> None:
    ran = plugin(PACK, pack=pack(name="html-entity"))
    assert (ran.code, ran.out) == (2, "")
    assert "pack.yaml:1:" in ran.err
    assert "“html-entity” is already the name of a rule in " in ran.err
    assert "rules/encoding.yaml:" in ran.err


def test_a_code_of_ours_is_taken(plugin: Callable[..., Ran]) -> None:
    assert "“DUP001” is already the name of a rule" in plugin(PACK, pack=pack(code="DUP001")).err


def test_two_plugins_with_the_same_mechanism(plugin: Callable[..., Ran]) -> None:
    source = "def artlint_checks(): return {'shout': object}"
    assert plugin(source).code == 0
    ran = plugin(source, name="other")
    assert ran.code == 2
    assert "the check “shout” comes from “artlint-other 0.3” and from “artlint-thing 0.3”" in ran.err


RULE_OF_A_CHECK = (
    PACK
    + """
    def artlint_checks():
        return {"weather": "artlint_thing:Weather"}
"""
)


@pytest.mark.parametrize(
    ("check", "words"),
    [
        ("", ["the check “artlint_thing:Weather”", "artlint-thing 0.3", "AttributeError"]),
        (
            """
    from artlint.plugin_api import Check

    class Weather(Check):
        class Options:
            patterns: list[str] = []

        def run(self, article):
            raise ZeroDivisionError("it rains")
""",
            [
                "the rule “new-rule” (artlint-thing 0.3) failed on",
                "a.txt",
                "ZeroDivisionError: it rains",
                "--ignore new-rule",
            ],
        ),
    ],
    ids=["missing", "raises"],
)
def test_a_mechanism_that_fails(plugin: Callable[..., Ran], check: str, words: list[str]) -> None:
    ran = plugin(RULE_OF_A_CHECK + check, pack=pack(check="weather"))
    assert (ran.code, ran.out) == (2, "")
    for word in words:
        assert word in ran.err


FAILS_AT_TIMES = """
    from artlint.plugin_api import Check, Finding, Span

    class Weather(Check):
        class Options:
            patterns: list[str] = []

        def score(self, article):
            return 1 / (0 if "hail" in article.text else 2)

        def may_match(self, article):
            return 1 / (0 if "fog" in article.text else 2)

        def run(self, article):
            if "rain" in article.text:
                raise ZeroDivisionError("it rains")
            yield Finding(Span(0, 3), {})
"""


def test_a_rule_that_fails_on_one_article_leaves_the_others(
    plugin: Callable[..., Ran], artlint: Callable[..., Ran], tmp_path: Path
) -> None:
    """Of files and of records, by one process or several: it is named with the article, and the run goes on."""
    assert plugin(RULE_OF_A_CHECK + FAILS_AT_TIMES, pack=pack(check="weather")).code == 1
    env = {"PYTHONPATH": python_path(tmp_path / "site")}
    texts = {"fog": "division by zero", "rain": "it rains", "sun": "", "wind": ""}
    for word in texts:
        (tmp_path / f"{word}.txt").write_text(f"Some {word} came in, and nobody minded that it did.\n")
    for jobs in (1, 2):
        ran = artlint(*(f"{word}.txt" for word in texts), "--isolated", "--select", "new-rule", "-j", jobs, env=env)
        assert ran.code == 2
        assert [line.split(":")[0] for line in ran.lines] == ["sun.txt", "wind.txt"]
        said = [line for line in ran.err.splitlines() if line.startswith("artlint: ")]
        assert said == [
            f"artlint: {word}.txt: the rule “new-rule” (artlint-thing 0.3) failed on {word}.txt: ZeroDivisionError: {why}"
            for word, why in texts.items()
            if why
        ]
    texts["hail"] = "division by zero"
    records = [json.dumps({"text": f"Some {word} came in, and nobody minded that it did."}) for word in texts]
    (tmp_path / "a.jsonl").write_text("\n".join(records) + "\n")
    command = ("a.jsonl", "rain.txt", "sun.txt", "--isolated", "--select", "new-rule", "--output-format", "jsonl")
    for jobs in (1, 2):
        ran = artlint(*command, "-j", jobs, env=env)
        assert ran.code == 2
        rows = [json.loads(line) for line in ran.lines]
        assert [(row["path"], row["record"], row["verdict"]) for row in rows] == [
            ("rain.txt", 1, "broken"),
            ("sun.txt", 1, "drop"),
            *(("a.jsonl", n, "broken" if why else "drop") for n, why in enumerate(texts.values(), 1)),
        ]
        for row in rows:
            why = {2: "it rains"}.get(row["record"], "division by zero")
            if row["verdict"] == "broken" and row["path"] == "a.jsonl":
                assert row["problem"].startswith("the rule “new-rule” (artlint-thing 0.3) failed on a.jsonl#")
                assert f"ZeroDivisionError: {why}\n  help: leave it out with --ignore new-rule" in row["problem"]
                assert row["counts"] == row["metrics"] == {}
        assert "failed on rain.txt: ZeroDivisionError: it rains" in ran.err


def test_a_changed_plugin_is_seen_at_once(
    plugin: Callable[..., Ran], artlint: Callable[..., Ran], tmp_path: Path
) -> None:
    """What is kept between runs was made by the plugin's code too."""
    source = (
        RULE_OF_A_CHECK
        + """
    from artlint.plugin_api import Check, Finding, Span

    class Weather(Check):
        args = {"prepared": "what was prepared"}

        class Options:
            patterns: list[str] = []

        @classmethod
        def prepare(cls, options):
            return "rain"

        def run(self, article):
            yield Finding(Span(0, 1), {"prepared": self.prepared})
"""
    )
    assert "new-rule: rain" in plugin(source, pack=pack(check="weather", message="{prepared}")).out
    module = tmp_path / "site" / "artlint_thing.py"
    module.write_text(module.read_text().replace('"rain"', '"snow and ice"'))
    assert "new-rule: snow and ice" in artlint("a.txt", env={"PYTHONPATH": python_path(tmp_path / "site")}).out
