"""The command as people run it: real processes, real files, and whatever the world does to both."""

from __future__ import annotations

import codecs
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import Ran, without_privileges
from tests.support.processes import session

Artlint = Callable[..., Ran]

CLEAN = "The bridge opens again\n\nThe bridge over the river opened on Monday. Nobody spoke.\n"
FAULTY = "The bridge opens again\n\nThe bridge &amp; the road opened on Monday. Nobody spoke.\n"
MENDED = FAULTY.replace("&amp;", "&")
UNSAFE = (
    "The bridge opens again\n\nThe bridge opened on Monday. Nobody spoke.\nShare this article\nIt rained all day.\n"
)
ENTITY = "ENC004 html-entity"


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, to compare."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    return write(tmp_path / "faulty.txt", FAULTY)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return write(tmp_path / "clean.txt", CLEAN)


# What is run, and how it ends


def test_a_path_alone_is_checked(artlint: Artlint, seeds: Path) -> None:
    short, long = artlint("seeds", cwd=seeds.parent), artlint("check", "seeds", cwd=seeds.parent)
    assert short == long
    assert short.code == 1
    assert short.lines[0].startswith("seeds/000_1d7bb6fb8fdfc525.txt:")


def test_without_a_path_this_folder_is_checked(artlint: Artlint, faulty: Path) -> None:
    assert artlint("check").lines == [f"faulty.txt:3:12: {ENTITY}: “&amp;” is an HTML entity, not a character"]


def test_exit_codes(artlint: Artlint, faulty: Path, clean: Path) -> None:
    assert artlint(clean).code == 0
    assert artlint(faulty, clean).code == 1
    assert artlint(faulty, clean, "nowhere.txt").code == 2
    assert artlint().code == 2
    assert artlint(faulty, "--exit-zero").code == 0


@pytest.mark.parametrize(
    ("limit", "codes"), [("info", (1, 1, 1)), ("warning", (0, 1, 1)), ("error", (0, 0, 1)), (None, (0, 1, 1))]
)
def test_fail_on(artlint: Artlint, tmp_path: Path, limit: str | None, codes: tuple[int, ...]) -> None:
    """The threshold decides, whatever else is found; `warning` is the default."""
    faulty = write(tmp_path / "a.txt", FAULTY)
    for severity, code in zip(("info", "warning", "error"), codes, strict=True):
        write(tmp_path / "artlint.yaml", f"rules: {{html-entity: {{severity: {severity}}}}}\n")
        ran = artlint(faulty, *(["--fail-on", limit] if limit else []))
        assert (ran.code, len(ran.lines)) == (code, 1), severity


def test_fail_on_in_the_configuration_yields_to_the_option(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    write(tmp_path / "artlint.yaml", "fail-on: error\n")
    assert artlint(faulty).code == 0
    assert artlint(faulty, "--fail-on", "warning").code == 1


def test_version_and_help(artlint: Artlint) -> None:
    from artlint.base.version import __version__

    assert artlint("--version").out == f"artlint {__version__}\n"
    ran = artlint("--help")
    assert ran.code == 0
    for command in ("check", "fix", "rules", "rule", "test", "baseline", "config", "completion"):
        assert re.search(rf"^    {command}\b", ran.out, re.M), command
        assert artlint(command, "--help").code == 0


@pytest.mark.parametrize(
    "args",
    [
        ["--selct", "DUP"],
        ["-j", "x"],
        ["-j", "0"],
        ["-j", "-3"],
        ["--fail-on", "fatal"],
        ["--color", "pink"],
        ["--select"],
    ],
)
def test_an_option_that_is_wrong_stops_the_run(artlint: Artlint, faulty: Path, args: list[str]) -> None:
    ran = artlint(faulty, *args)
    assert (ran.code, ran.out) == (2, "")
    assert args[0].lstrip("-") in ran.err


def test_quiet_prints_diagnostics_only(artlint: Artlint, faulty: Path) -> None:
    loud, quiet = artlint(faulty), artlint(faulty, "-q")
    assert (quiet.out, quiet.err, quiet.code) == (loud.out, "", 1)
    assert "1 warning found in 1 of 1 file." in loud.err
    assert "1 with --fix" in loud.err


def test_verbose_says_what_is_used(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    assert "none found, the defaults hold" in artlint(faulty, "-v").err
    write(tmp_path / "artlint.yaml", "ignore: [PUN]\n")
    assert str(tmp_path / "artlint.yaml") in artlint(faulty, "-v").err


def test_bash_completion_is_bash(artlint: Artlint) -> None:
    ran = artlint("completion", "bash")
    subprocess.run(["bash", "-n"], input=ran.out.encode(), check=True)
    # What a shell would be given after “artlint ba”
    ask = ran.out + '\nCOMP_WORDS=(artlint ba); COMP_CWORD=1; _shtab_artlint; echo "${COMPREPLY[@]}"\n'
    answer = subprocess.run(["bash"], input=ask.encode(), capture_output=True, check=False)
    assert answer.stdout.decode().split() == ["baseline"]


@pytest.mark.parametrize("shell", ["zsh", "tcsh"])
def test_completion_for_other_shells_names_the_commands(artlint: Artlint, shell: str) -> None:
    assert "baseline" in artlint("completion", shell).out


# Which rules


@pytest.mark.parametrize(
    ("flag", "selector", "hint"),
    [
        ("--select", "html-entitty", "html-entity"),
        ("--ignore", "MKP02", "MKP002"),
        ("--extend-select", "duplicaton", "duplication"),
        ("--select", "zzzzzz", "artlint rules"),
    ],
)
def test_a_selector_that_means_nothing(artlint: Artlint, faulty: Path, flag: str, selector: str, hint: str) -> None:
    ran = artlint(faulty, flag, selector)
    assert (ran.code, ran.out) == (2, "")
    assert f"{flag}: no rule answers to “{selector}”" in ran.err
    assert hint in ran.err


def test_select_and_ignore(artlint: Artlint, seeds: Path) -> None:
    def rules(*args: str) -> set[str]:
        return {line.split(": ")[1].split()[1] for line in artlint(seeds, "-q", *args).lines}

    everything = rules()
    assert rules("--select", "DUP") == {"repeated-block", "repeated-title"}
    assert rules("--select", "DUP", "--ignore", "repeated-title") == {"repeated-block"}
    assert rules("--select", "DUP001,NAM") == {"repeated-block", "misspelled-name"}
    assert rules("--ignore", "DUP") == everything - {"repeated-block", "repeated-title"}
    assert rules("--extend-select", "too-short") >= everything


def test_a_selection_loses_nothing(artlint: Artlint, seeds: Path) -> None:
    """Furniture is found whatever is selected; only what a rule left out would have settled comes besides."""
    all_lines = artlint(seeds, "-q").lines
    for prefix in sorted({line.split(": ")[1][:3] for line in all_lines}):
        wanted = [line for line in all_lines if line.split(": ")[1].startswith(prefix)]
        assert set(wanted) <= set(artlint(seeds, "-q", "--select", prefix).lines)


# Input that is not as it should be


def test_a_missing_path_is_an_error_and_the_rest_is_checked(artlint: Artlint, faulty: Path) -> None:
    ran = artlint("nowhere.txt", faulty)
    assert ran.code == 2
    assert "artlint: nowhere.txt: no such file or folder" in ran.err
    assert len(ran.lines) == 1


def test_no_file_matched(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "data" / "notes.docx", CLEAN)
    ran = artlint("data")
    assert ran.code == 2
    assert "no files to check in data" in ran.err
    assert ".md, .text, .txt" in ran.err.replace(".markdown, ", "")


def test_a_file_named_on_the_command_line_needs_no_known_ending(artlint: Artlint, tmp_path: Path) -> None:
    assert len(artlint(write(tmp_path / "article.html5", FAULTY)).lines) == 1


def test_another_encoding_is_guessed_and_said(artlint: Artlint, tmp_path: Path) -> None:
    text = "Der Bürgermeister öffnete die Brücke\n\nDie Brücke über die Straße wurde am Montag geöffnet. „Schön“, hieß es.\n"
    path = write(tmp_path / "a.txt", (text * 3).encode("cp1252"))
    ran = artlint(path, "--select", "END")
    assert ran.code == 0
    assert re.search(r"a\.txt: not UTF-8; read as cp125\d, which is a guess", ran.err)
    strict = artlint(path, "--strict-encoding")
    assert (strict.code, strict.out) == (2, "")
    assert re.search(r"a\.txt: not UTF-8: byte 5 is 0xfc", strict.err)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF32_LE, "utf-32-le")],
)
def test_wide_text_with_a_byte_order_mark(artlint: Artlint, tmp_path: Path, mark: bytes, encoding: str) -> None:
    path = write(tmp_path / "a.txt", mark + FAULTY.encode(encoding))
    ran = artlint(path)
    assert ran.code == 1
    assert ran.lines == [f"{path}:3:12: {ENTITY}: “&amp;” is an HTML entity, not a character"]
    assert artlint(path, "--strict-encoding").code == 2
    assert artlint("fix", path, "-q").code == 0
    assert path.read_bytes().decode("utf-16" if "16" in encoding else "utf-32") == MENDED


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", b"Half a text\0and a zero byte.\n", b"\0" * 5000, bytes(range(256)) * 40],
)
def test_binary_data(artlint: Artlint, tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path / "a.txt", data)
    for args in ([], ["--fix"], ["--diff"], ["-j", "2"]):
        ran = artlint(path, *args)
        assert (ran.code, ran.out) == (2, ""), args
        assert "a.txt: binary, not text: a NUL byte stands at offset" in ran.err
    assert path.read_bytes() == data


def test_an_empty_file(artlint: Artlint, tmp_path: Path) -> None:
    for data in (b"", b"\n \n", codecs.BOM_UTF8):
        ran = artlint(write(tmp_path / "a.txt", data))
        assert ran.code == 1
        assert "STR004 empty-article" in ran.out


def test_a_broken_link(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "data" / "a.txt", CLEAN)
    (tmp_path / "data" / "b.txt").symlink_to("gone.txt")
    for path in ("data", "data/b.txt"):
        ran = artlint(path)
        assert ran.code == 2
        assert "artlint: data/b.txt: broken symbolic link to gone.txt" in ran.err


def test_a_circle_of_links_ends(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "data" / "a.txt", FAULTY)
    (tmp_path / "data" / "again").symlink_to(".")
    assert len(artlint("data").lines) == 1


def test_a_pipe_in_a_folder_is_passed_over(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "data" / "a.txt", FAULTY)
    os.mkfifo(tmp_path / "data" / "b.txt")
    assert len(artlint("data", timeout=20).lines) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="permissions are taken from root by a Linux system call")
def test_no_rights(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "data" / "a.txt", FAULTY)
    folder, file = tmp_path / "data" / "closed", write(tmp_path / "data" / "b.txt", CLEAN)
    folder.mkdir()
    try:
        folder.chmod(0)
        file.chmod(0)
        ran = artlint("data", preexec_fn=without_privileges)
        assert ran.code == 2
        assert "artlint: data/closed: cannot read the folder: Permission denied" in ran.err
        assert "artlint: data/b.txt: cannot be read: Permission denied" in ran.err
        assert len(ran.lines) == 1  # the file that can be read is checked
    finally:
        folder.chmod(0o700)


@pytest.mark.skipif(sys.platform != "linux", reason="permissions are taken from root by a Linux system call")
def test_a_file_that_cannot_be_written_is_left(artlint: Artlint, tmp_path: Path) -> None:
    path = write(tmp_path / "data" / "a.txt", FAULTY)
    path.parent.chmod(0o500)
    try:
        ran = artlint("fix", path, preexec_fn=without_privileges)
    finally:
        path.parent.chmod(0o700)
    assert ran.code == 2
    assert "cannot be written: Permission denied" in ran.err
    assert contents(path.parent) == {"a.txt": FAULTY.encode()}


def test_a_file_name_that_is_not_utf8(artlint: Artlint, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/caf\xe9.txt", "wb") as file:
        file.write(FAULTY.encode())
    for args in ([], ["--diff"], ["--statistics"], ["-j", "2"]):
        assert artlint("data", *args).code == 1, args
    for name in ("full", "json", "json-lines", "sarif", "github", "gitlab", "junit", "rdjson"):
        assert artlint("data", "--output-format", name).code == 1, name
    assert artlint("baseline", "data").code == 0
    assert artlint("data").code == 0


def test_one_line_of_50_megabytes(artlint: Artlint, tmp_path: Path) -> None:
    sentence = "The talks ended on Thursday and nobody spoke to the press. "
    path = write(tmp_path / "a.txt", sentence * (50_000_000 // len(sentence) + 1))
    start = time.monotonic()
    ran = artlint(path, "-q", timeout=180)
    assert time.monotonic() - start < 120
    assert ran.code in (0, 1)


def test_output_does_not_depend_on_the_locale(artlint: Artlint, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", FAULTY.replace("road", "café"))
    ascii_only = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    for args in ([path], [path, "--diff"], [path, "--statistics"], ["rule", "related-links"], ["config", "schema"]):
        plain, bare = artlint(*args), artlint(*args, env=ascii_only)
        assert (plain.code, plain.out) == (bare.code, bare.out), args
    assert artlint("fix", "-", input=path.read_bytes(), env=ascii_only).out == MENDED.replace("road", "café")


# Where the output goes


def test_an_output_file(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    listed = artlint(faulty)
    ran = artlint(faulty, "-o", "report.txt")
    assert (ran.code, ran.out) == (1, "")
    assert (tmp_path / "report.txt").read_text() == listed.out
    assert sorted(contents(tmp_path)) == ["faulty.txt", "report.txt"]


def test_an_output_file_that_is_a_link_stays_one(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    target, link = write(tmp_path / "target", "old"), tmp_path / "link"
    link.symlink_to("target")
    artlint(faulty, "-o", "link")
    assert link.is_symlink()
    assert ENTITY in target.read_text()


def test_dev_stdout_is_written_and_not_replaced(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    """Standard output may be a file; its name under /dev must survive, even where artlint may replace it."""
    (tmp_path / "list").mkdir()
    command = [sys.executable, "-m", "artlint", str(faulty), "-q", "-o", "/dev/stdout"]
    with open(tmp_path / "list" / "out", "wb") as out:
        assert subprocess.run(command, stdout=out, check=False).returncode == 1
    assert os.path.islink("/dev/stdout")
    assert ENTITY in (tmp_path / "list" / "out").read_text()


def test_an_output_file_is_untouched_when_the_run_fails(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    report = write(tmp_path / "out" / "report.txt", "the last good one")
    write(tmp_path / "data" / "a" / "a.txt", FAULTY)
    write(tmp_path / "data" / "b" / "b.txt", FAULTY)
    write(tmp_path / "data" / "b" / "artlint.yaml", "selekt: [DUP]\n")
    failing = (["data"], ["data", "-j", "2"], [faulty, "--select", "nothing"], ["data", "--output-format", "jsn"])
    for args in failing:
        ran = artlint(*args, "-o", report)
        assert ran.code == 2, args
        assert contents(report.parent) == {"report.txt": b"the last good one"}, args


def test_an_output_takes_no_articles_place_and_may_lie_in_a_new_folder(
    artlint: Artlint, tmp_path: Path, faulty: Path
) -> None:
    before = faulty.read_bytes()
    ran = artlint(faulty, "-o", faulty)
    assert ran.code == 2
    assert "would be written over" in ran.err
    assert faulty.read_bytes() == before
    assert artlint(faulty, "-o", "new/folder/report.txt").code == 1
    assert (tmp_path / "new/folder/report.txt").read_text()


def test_nothing_to_check_is_said(artlint: Artlint, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    (tmp_path / "empty.jsonl").write_text("")
    assert artlint("empty.jsonl").err == "There was no article to check.\n"
    (tmp_path / "bad.jsonl").write_text('{"text": "It rained in Doha, they said."}\n{"tx": 1}\n')
    assert artlint("bad.jsonl", "--select", "DUP").err.endswith("in 1 article; 1 article could not be checked.\n")


@pytest.mark.parametrize(("target", "reason"), [("taken/report.txt", "File exists"), (".", "Is a directory")])
def test_an_output_file_that_cannot_be(
    artlint: Artlint, tmp_path: Path, faulty: Path, target: str, reason: str
) -> None:
    (tmp_path / "taken").write_text("a file")
    ran = artlint(faulty, "-o", target)
    assert ran.code == 2
    named = os.path.join(tmp_path, target.removesuffix("/report.txt")).rstrip("/.")
    assert re.fullmatch(rf"artlint: {re.escape(named)}: {reason}.*\n", ran.err)


full_disk = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
FORMATS = ["full", "concise", "json", "json-lines", "sarif", "github", "gitlab", "junit", "rdjson"]


@full_disk
@pytest.mark.parametrize("name", FORMATS)
def test_a_full_disk(artlint: Artlint, seeds: Path, tmp_path: Path, name: str) -> None:
    ran = artlint(seeds, "--output-format", name, "-o", "/dev/full")
    assert (ran.code, ran.out) == (2, "")
    assert "No space left on device" in ran.err
    assert not list(Path("/dev").glob("*.artlint"))
    assert not list(tmp_path.iterdir())


@full_disk
@pytest.mark.parametrize("args", [["seeds"], ["seeds", "--diff"], ["rules"], ["rule", "DUP001"], ["--version"]])
def test_standard_output_on_a_full_disk(environment: dict[str, str], root: Path, args: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "artlint", *args],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=root,
            check=False,
        )
    assert ran.returncode == 2
    assert ran.stderr.decode().splitlines()[-1] == "artlint: writing the output: No space left on device"
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_that_has_had_enough(environment: dict[str, str], many: Path, jobs: str) -> None:
    command = f"{sys.executable} -m artlint -q -j {jobs} --output-format json-lines . | head -1"
    ran = subprocess.run(
        ["bash", "-c", command], capture_output=True, cwd=many, env=environment, timeout=30, check=False
    )
    assert ran.stderr == b""
    assert json.loads(ran.stdout)["code"]


def test_statistics(artlint: Artlint, seeds: Path) -> None:
    ran = artlint("seeds", "--statistics", cwd=seeds.parent)
    rules, files = ran.out.split("\n\n")
    listed = artlint("seeds", cwd=seeds.parent).lines
    counts = {words[3]: int(words[0]) for words in map(str.split, rules.splitlines()[1:])}
    assert sum(counts.values()) == len(listed)
    assert counts["unbalanced-quotes"] == 2
    assert list(counts.values()) == sorted(counts.values(), reverse=True)
    per_file = {words[1]: int(words[0]) for words in map(str.split, files.splitlines()[1:])}
    assert per_file == {name: sum(line.startswith(name) for line in listed) for name in per_file}
    assert ran.code == 1


# Standard input


def test_standard_input(artlint: Artlint, tmp_path: Path) -> None:
    assert artlint("-", input=CLEAN).code == 0
    ran = artlint("-", input=FAULTY)
    assert (ran.code, ran.lines) == (1, [f"-:3:12: {ENTITY}: “&amp;” is an HTML entity, not a character"])
    assert artlint("-", "--stdin-filename", "new/a.txt", input=FAULTY).lines[0].startswith("new/a.txt:3:12: ")
    assert artlint("-", tmp_path, input=FAULTY).code == 2
    assert artlint("-", input=b"a\0b").code == 2


def test_the_name_of_standard_input_decides(artlint: Artlint, tmp_path: Path) -> None:
    """Its ending says how it is read, its place which configuration holds."""
    bold = "The **bridge** opens again\n\nThe bridge over the river opened on Monday. Nobody spoke.\n"
    assert "markdown-residue" in artlint("-", "--stdin-filename", "a.txt", input=bold).out
    assert artlint("-", "--stdin-filename", "a.md", input=bold).out == ""
    write(tmp_path / "quiet" / "artlint.yaml", "ignore: [ENC]\n")
    assert artlint("-", "--stdin-filename", "quiet/a.txt", input=FAULTY).code == 0


@pytest.mark.parametrize(
    "data",
    [
        FAULTY.encode(),
        FAULTY.replace("\n", "\r\n").encode(),
        FAULTY.replace("\n", "\r").encode(),
        codecs.BOM_UTF8 + FAULTY.encode(),
        codecs.BOM_UTF16_LE + FAULTY.encode("utf-16-le"),
        FAULTY.rstrip().encode(),
    ],
)
def test_fixing_standard_input_is_a_filter(environment: dict[str, str], tmp_path: Path, data: bytes) -> None:
    """Bytes in, bytes out: line ends and byte order mark as they came, and a second pass changes nothing."""

    def filtered(content: bytes) -> bytes:
        return subprocess.run(
            [sys.executable, "-m", "artlint", "fix", "-"],
            input=content,
            capture_output=True,
            env=environment,
            check=True,
        ).stdout

    wide = data.startswith(codecs.BOM_UTF16_LE)
    width = "utf-16-le" if wide else "utf-8"
    assert filtered(data) == data.replace("&amp;".encode(width), "&".encode(width))
    assert filtered(filtered(data)) == filtered(data)


# Mending


def test_fix_on_the_seeds(artlint: Artlint, articles: Path, seeds: Path) -> None:
    before = contents(articles)
    ran = artlint("fix", "articles")
    assert ran.code == 1  # not everything can be mended without loss
    assert "Fixed " in ran.err
    after = contents(articles)
    assert after.keys() == before.keys()
    assert sum(after[name] != before[name] for name in after) == 3
    again = artlint("articles", "--fix")
    assert contents(articles) == after
    assert "Fixed" not in again.err
    assert again.out == ran.out == artlint("articles").out
    assert contents(seeds) == before


def test_unsafe_fixes_are_asked_for(artlint: Artlint, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", UNSAFE)
    assert "--unsafe-fixes" in artlint("fix", path).err
    assert path.read_text() == UNSAFE
    artlint("fix", path, "--unsafe-fixes")
    assert path.read_text() == UNSAFE.replace("Share this article\n", "")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_fix_keeps_line_ends_and_byte_order_mark(artlint: Artlint, tmp_path: Path, end: str, mark: bytes) -> None:
    path = write(tmp_path / "a.txt", mark + FAULTY.replace("\n", end).encode())
    assert artlint("fix", path).code == 0
    assert path.read_bytes() == mark + MENDED.replace("\n", end).encode()


def test_fix_keeps_permissions_and_links(artlint: Artlint, tmp_path: Path) -> None:
    real, link = write(tmp_path / "store" / "a.txt", FAULTY), tmp_path / "data" / "a.txt"
    real.chmod(0o640)
    link.parent.mkdir()
    link.symlink_to("../store/a.txt")
    assert artlint("fix", "data").code == 0
    assert link.is_symlink()
    assert real.read_text() == MENDED
    assert real.stat().st_mode & 0o7777 == 0o640
    assert list(contents(tmp_path)) == ["data/a.txt", "store/a.txt"]


def test_fix_leaves_a_clean_file_alone(artlint: Artlint, clean: Path) -> None:
    before = clean.stat()
    assert artlint("fix", clean).code == 0
    assert (clean.stat().st_ino, clean.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("command", [["--diff"], ["--fix", "--diff"]])
def test_diff_changes_nothing(artlint: Artlint, articles: Path, command: list[str]) -> None:
    before = contents(articles)
    ran = artlint("articles", *command)
    assert (ran.code, contents(articles)) == (1, before)
    assert "3 files would change" in ran.err


def test_diff_of_clean_files(artlint: Artlint, clean: Path) -> None:
    ran = artlint(clean, "--diff")
    assert (ran.code, ran.out, ran.err) == (0, "", "no file would change\n")


@pytest.mark.parametrize(
    "text",
    [
        FAULTY,
        FAULTY.rstrip(),
        FAULTY.replace("\n", "\r\n"),
        FAULTY.replace("Monday. ", "Monday.\u2028"),
        FAULTY.replace("Monday. ", "Monday.\x85 \x0b"),
    ],
)
def test_git_applies_the_diff(artlint: Artlint, tmp_path: Path, text: str) -> None:
    """The difference and the fix are the same thing."""
    path, twin = write(tmp_path / "a.txt", text), write(tmp_path / "twin" / "a.txt", text)
    ran = artlint("a.txt", "--diff", "--select", "html-entity")
    subprocess.run(["git", "apply", "-"], input=ran.out.encode(), cwd=twin.parent, check=True, capture_output=True)
    artlint("fix", path, "--select", "html-entity")
    assert twin.read_bytes() == path.read_bytes() == text.replace("&amp;", "&").encode()


# Suppression


def test_a_baseline_silences_what_is_known(artlint: Artlint, articles: Path, tmp_path: Path) -> None:
    count = len(artlint("articles").lines)
    assert f"{count} diagnostics of 5 files written" in artlint("baseline", "articles").err
    assert artlint("articles").out == ""
    assert artlint("articles").code == 0
    assert len(artlint("articles", "--no-baseline").lines) == count
    first = (tmp_path / ".artlint-baseline.json").read_bytes()
    artlint("baseline", "articles")
    assert (tmp_path / ".artlint-baseline.json").read_bytes() == first


def test_a_baseline_follows_moved_lines_and_hides_no_other_fault(
    artlint: Artlint, tmp_path: Path, faulty: Path
) -> None:
    artlint("baseline", faulty)
    write(faulty, FAULTY.replace("\n\n", "\n\nIt was raining on that day. The river was high.\n\n"))
    assert artlint(faulty).out == ""
    write(faulty, FAULTY.replace("&amp;", "&nbsp;"))
    ran = artlint(faulty)
    assert (ran.code, len(ran.lines)) == (1, 1)
    assert "1 entry of" in ran.err
    assert "matches nothing any more" in ran.err


def test_a_second_fault_of_the_same_words_is_new(artlint: Artlint, faulty: Path) -> None:
    artlint("baseline", faulty)
    write(faulty, FAULTY + "The mayor &amp; the council came late. They left early.\n")
    assert len(artlint(faulty).lines) == 1


def test_a_baseline_is_pruned_on_request(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    gone = write(tmp_path / "gone.txt", FAULTY)
    artlint("baseline", tmp_path)
    gone.unlink()
    assert "1 entry of" in artlint(faulty).err
    assert "1 stale entry dropped" in artlint("baseline", "--prune", faulty).err
    assert list(json.loads((tmp_path / ".artlint-baseline.json").read_text())["files"]) == ["faulty.txt"]
    assert artlint(faulty) == artlint(faulty, "--baseline", ".artlint-baseline.json")
    assert "match nothing" not in artlint(faulty).err


@pytest.mark.parametrize(
    "content", [None, "{", "[]", '{"version": 9, "files": {}}', '{"version": 1, "files": {"a": [{}]}}']
)
def test_a_baseline_that_is_none(artlint: Artlint, tmp_path: Path, faulty: Path, content: str | None) -> None:
    if content is not None:
        write(tmp_path / "known.json", content)
    ran = artlint(faulty, "--baseline", "known.json")
    assert (ran.code, ran.out) == (2, "")
    assert "known.json" in ran.err
    assert "artlint baseline" in ran.err


BROKEN = (
    "The bridge opens again\n\nThe cafÃ© by the road opened on Monday. Nobody spoke.\n"  # in Markdown, &amp; is right
)
MOJIBAKE = "ENC001 mojibake"


def test_a_baseline_of_some_rules_leaves_the_others(artlint: Artlint, tmp_path: Path, faulty: Path) -> None:
    artlint("baseline", faulty)
    before = (tmp_path / ".artlint-baseline.json").read_bytes()
    assert "match nothing" not in artlint(faulty, "--select", "PUN").err
    for args in ([], ["--prune"]):
        artlint("baseline", faulty, "--select", "PUN", *args)
        assert (tmp_path / ".artlint-baseline.json").read_bytes() == before


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_each_file_has_the_threshold_and_the_baseline_of_its_configuration(
    artlint: Artlint, tmp_path: Path, order: tuple[str, str]
) -> None:
    write(tmp_path / "a" / "artlint.yaml", "fail-on: error\n")
    write(tmp_path / "b" / "artlint.yaml", "select: [ENC]\n")
    write(tmp_path / "a" / "a.txt", FAULTY)
    write(tmp_path / "b" / "b.txt", FAULTY)
    assert artlint(*order).code == 1
    assert artlint("baseline", *order).code == 0
    assert (tmp_path / "a" / ".artlint-baseline.json").exists()
    assert (tmp_path / "b" / ".artlint-baseline.json").exists()
    assert artlint(*order).lines == []


def test_a_nested_configuration_excludes_from_above(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "data" / "artlint.yaml", "exclude: [old/]\n")
    write(tmp_path / "data" / "old" / "a.txt", FAULTY)
    write(tmp_path / "data" / "new" / "a.txt", FAULTY)
    assert [line.split(":")[0] for line in artlint(".").lines] == ["data/new/a.txt"]


# What nobody expects


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("pyproject.toml", "tool = 3\n# [tool.artlint]\n", 1, ""),
        ("artlint.yaml", "ignore: &a [*a]\n", 2, "holds itself"),
        ("artlint.yaml", "ignore: " + "[" * 3000 + "]" * 3000, 2, "artlint.yaml:1:108: nested too deep"),
        ("pyproject.toml", "[tool.artlint]\nignore = " + "[" * 3000 + "]" * 3000, 2, "pyproject.toml: nested too deep"),
    ],
)
def test_odd_configurations(
    artlint: Artlint, tmp_path: Path, faulty: Path, name: str, content: str, code: int, words: str
) -> None:
    write(tmp_path / name, content)
    ran = artlint(faulty)
    assert ran.code == code
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_a_fault_of_our_own_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from artlint.cli import main

    def parse(argv: object) -> None:
        raise ZeroDivisionError("one\ntwo")

    monkeypatch.setattr(main, "parse", parse)
    monkeypatch.setattr(main, "_silence", lambda: None)
    assert main.main(["x"]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "please report it" in err


def test_folders_nested_deeply(artlint: Artlint, tmp_path: Path) -> None:
    here = os.getcwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1100):
            os.mkdir("d")
            os.chdir("d")
        Path("a.txt").write_text(FAULTY)
        os.chdir(here)
        assert len(artlint(".").lines) == 1
    finally:
        os.chdir(here)
        subprocess.run(["rm", "-rf", tmp_path / "d"], check=True)  # neither shutil nor pytest can


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_output(environment: dict[str, str], faulty: Path, closed: str) -> None:
    command = f"{sys.executable} -m artlint {faulty} {closed}"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, env=environment, check=False)
    assert ran.returncode == 1
    assert b"Traceback" not in ran.stderr


def test_comments_in_markdown(artlint: Artlint, tmp_path: Path) -> None:
    title, body = BROKEN.split("\n\n")
    other = "The mayor left the crÃ¨che late. They left early.\n"
    path = write(tmp_path / "a.md", f"# {title}\n\n<!-- artlint-ignore: mojibake -->\n\n{body}\n\n{other}")
    lines = artlint(path).lines
    assert len(lines) == 1
    assert "crÃ¨che" in lines[0]
    write(path, f"# {title}\n\n<!-- artlint-ignore-file: ENC001 -->\n\n{body}\n{other}")
    assert artlint(path).lines == []


@pytest.mark.parametrize(
    ("comment", "rule", "words"),
    [
        ("artlint-ignore", "ART002 blanket-suppression", "names no rule"),
        ("artlint-ignore: repeated-block", "ART001 unused-suppression", "nothing to silence"),
        ("artlint-ignore: mojibakke", "ART001 unused-suppression", "no rule answers to “mojibakke”: did you mean"),
    ],
)
def test_a_comment_that_silences_nothing(artlint: Artlint, tmp_path: Path, comment: str, rule: str, words: str) -> None:
    path = write(tmp_path / "a.md", "# " + BROKEN.replace("\n\n", f"\n\n<!-- {comment} -->\n\n"))
    lines = artlint(path).lines
    assert [line.split(": ")[1] for line in lines] == [rule, MOJIBAKE]
    assert words in lines[0]


def test_a_comment_for_a_rule_that_did_not_run_says_nothing(artlint: Artlint, tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "# " + BROKEN.replace("\n\n", "\n\n<!-- artlint-ignore: mojibake -->\n\n"))
    assert artlint(path, "--select", "PUN,ART").lines == []


def test_a_comment_in_a_code_fence_is_shown_and_not_meant(artlint: Artlint, tmp_path: Path) -> None:
    fence = "\n\n```\n<!-- artlint-ignore-file: mojibake -->\n```\n\n"
    path = write(tmp_path / "a.md", "# " + BROKEN.replace("\n\n", fence))
    assert [line.split(": ")[1] for line in artlint(path).lines] == [MOJIBAKE]


def test_a_comment_of_no_use_is_known_again_when_it_moves(artlint: Artlint, tmp_path: Path) -> None:
    text = "# " + CLEAN + "\n<!-- artlint-ignore: repeated-block -->\n"
    path = write(tmp_path / "a.md", text)
    artlint("baseline", path)
    write(path, text.replace("\n\n", "\n\nIt was raining on that day. The river was high.\n\n", 1))
    assert artlint(path).lines == []


def test_a_comment_in_plain_text_is_text(artlint: Artlint, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", FAULTY + "\n<!-- artlint-ignore-file: ENC004 -->\n")
    assert ENTITY in artlint(path).out


def test_paths_of_their_own(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "artlint.yaml", "per-path:\n- paths: [raw/]\n  ignore: [html-entity]\n")
    for folder in ("raw", "done"):
        write(tmp_path / "data" / folder / "a.txt", FAULTY)
    assert [line.split(":")[0] for line in artlint("data").lines] == ["data/done/a.txt"]


def test_exclude_and_force_exclude(artlint: Artlint, tmp_path: Path) -> None:
    """A hook names its files; what the configuration excludes must be left out of them too."""
    write(tmp_path / "artlint.yaml", "exclude: [old/]\n")
    write(tmp_path / "old" / "a.txt", FAULTY)
    write(tmp_path / "new" / "a.txt", FAULTY)
    assert [line.split(":")[0] for line in artlint(".").lines] == ["new/a.txt"]
    assert len(artlint("old/a.txt").lines) == 1
    assert artlint("--force-exclude", "old/a.txt") == (0, "", "")
    assert len(artlint("--force-exclude", "old/a.txt", "new/a.txt").lines) == 1
    assert artlint("--exclude", "new/", ".").code == 2


# Rule files that are wrong

RULE = """\
- name: own-rule
  code: OWN001
  check: pattern
  summary: Our own rule.
  why: We want it so.
  message: "“{text}” is not ours"
  options:
    patterns: ['Monday']
"""


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("  why:", "  whi:", "5:3", "did you mean “why”"),
        ("  summary:", "  severty: error\n  summary:", "4:3", "severity"),
        ("  why:", "  check: lines\n  why:", "5:3", "check"),
        ("  options:", "  default: no\n  options:", "7:12", "false"),
        ("['Monday']", "Monday", "8:15", "list"),
        ("['Monday']", "['Mon(day']", "8:16", "does not compile"),
        ("{text}", "{txt}", "6:12", "did you mean “text”"),
        ("check: pattern", "check: patern", "3:10", "pattern"),
        ("patterns:", "paterns:", "8:", "patterns"),
        ("name: own-rule", "name: html-entity", "1:1", "encoding.yaml"),
        ("We want it so.", "we: it", "5:10", "not valid YAML"),
    ],
)
def test_loading_rules_is_strict(
    artlint: Artlint, tmp_path: Path, faulty: Path, old: str, new: str, place: str, words: str
) -> None:
    write(tmp_path / "artlint.yaml", "rule-paths: [own.yaml]\n")
    own = write(tmp_path / "own.yaml", RULE)
    assert "OWN001 own-rule" in artlint(faulty).out
    write(own, RULE.replace(old, new, 1))
    ran = artlint(faulty)
    assert (ran.code, ran.out) == (2, "")
    assert re.match(rf"artlint: {re.escape(str(own))}:{place}", ran.err), ran.err
    assert words in ran.err
    assert re.search(r"^ +\d+ \| .*\n +\^", ran.err, re.M), ran.err  # the excerpt


def test_a_broken_configuration_is_the_same_error_in_a_worker(artlint: Artlint, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        write(tmp_path / "data" / folder / "a.txt", FAULTY)
    write(tmp_path / "data" / "b" / "artlint.yaml", "selekt: [DUP]\n")
    alone, together = artlint("data", "-j", "1"), artlint("data", "-j", "2")
    assert (alone.code, alone.err) == (together.code, together.err)
    assert f"{tmp_path}/data/b/artlint.yaml:1:1: unknown key “selekt”" in alone.err
    assert "did you mean “select”?" in alone.err


# Many files


@pytest.fixture
def many(seeds: Path, tmp_path: Path) -> Iterator[Path]:
    """The seeds under eight thousand names: more than any reader waits for."""
    folder = tmp_path / "many"
    shutil.copytree(seeds, folder)
    originals = sorted(folder.iterdir())
    for number in range(8000):
        os.link(originals[number % 5], folder / f"{number:04}.txt")
    yield folder
    shutil.rmtree(folder)


def test_the_number_of_workers_and_the_order_of_names_change_nothing(
    artlint: Artlint, seeds: Path, tmp_path: Path
) -> None:
    names = [f"{n:03}.txt" for n in range(200)]
    originals = sorted(seeds.iterdir())
    for number, name in enumerate(names):
        write(tmp_path / name, originals[number * 7 % 5].read_bytes())
    runs = [artlint("-j", jobs, "--output-format", "json-lines", *names) for jobs in ("1", "2", "8")]
    for seed in range(3):
        random.Random(seed).shuffle(names)
        runs.append(artlint("-j", "2", "--output-format", "json-lines", *names))
    runs.append(artlint("-j", "8", "--output-format", "json-lines", "--no-cache", "."))
    assert len(runs[0].lines) > 600
    assert all(ran == runs[0] for ran in runs)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("to_group", [True, False], ids=["ctrl-c", "kill"])
def test_an_interrupted_run_ends_at_once(
    environment: dict[str, str], many: Path, tmp_path: Path, jobs: str, to_group: bool
) -> None:
    """A terminal sends the signal to all processes of the run, `kill -INT` to the first only."""
    report = tmp_path / "report"
    with open(report, "wb") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "artlint", "-j", jobs, "--output-format", "json-lines", str(many)],
            stdout=out, stderr=subprocess.PIPE, env=environment, start_new_session=True,
        )  # fmt: skip
        end = time.monotonic() + 30
        while not report.stat().st_size:
            assert running.poll() is None
            assert time.monotonic() < end, "nothing is reported"
            time.sleep(0.01)
    (os.killpg if to_group else os.kill)(running.pid, signal.SIGINT)
    start = time.monotonic()
    _, err = running.communicate(timeout=20)
    took = time.monotonic() - start
    assert running.returncode == 130
    assert err == b"artlint: stopped\n"
    assert took < 1
    assert not session(running.pid)


def test_what_was_meant_is_said(artlint: Artlint, tmp_path: Path) -> None:
    """A misspelt option or command is one line and a guess; a file of that name is a file."""
    ran = artlint(str(tmp_path), "--profle")
    assert (ran.code, ran.err) == (
        2,
        "artlint check: unrecognized arguments: --profle\n  help: did you mean --profile?\n",
    )
    ran = artlint("ruls")
    assert ran.code == 2
    assert "did you mean “artlint rules”?" in ran.err
    (tmp_path / "ruls").write_text("The harbour was closed for a week after the storm.\n", encoding="utf-8")
    assert artlint("ruls", cwd=tmp_path).code == 0


def test_a_comment_in_a_code_span_silences_nothing(artlint: Artlint, tmp_path: Path) -> None:
    text = "Title of it all\n\nIt was cold.[1] The comment {}<!-- artlint-ignore: CIT -->{} is shown.[2]\n"
    (tmp_path / "a.md").write_text(text.format("`", "`"))
    (tmp_path / "b.md").write_text(text.format("", ""))
    ran = artlint(".", "--select", "CIT,ART")
    assert [line.partition(" ")[0] for line in ran.lines] == ["a.md:3:13:"]
