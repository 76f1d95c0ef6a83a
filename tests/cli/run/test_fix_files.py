"""What becomes of files that are fixed: real processes, real kills, and tools of others that apply the difference."""

from __future__ import annotations

import codecs
import gzip
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.support import EVAL, install, python_path, without_privileges
from tests.support.articles import FAULTY, FIXED, FORMATS, Artlint, write
from tests.support.processes import children, runs, wait_until

TITLE = "The bridge opens again\n\n"
UNSAFE = FAULTY + "Share this article\nIt rained all day.\n"
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc, or a system call of Linux")


def contents(folder: Path) -> dict[str, bytes]:
    """The articles in a folder, by name. A file that was left lying about is none."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*.txt"))}


# Killed


def beside(folder: Path) -> set[str]:
    """The files that artlint writes before they take an article's place."""
    return {name for name in os.listdir(folder) if name.endswith(".artlint")}


def big(number: int) -> str:
    """A long article with faults of several kinds."""
    words = ["harbour", "storm", "lock", "bridge", "crew", "soup", "volunteer", "night", "council", "river", "mayor"]
    chance = random.Random(number)
    lines = [f"The {chance.choice(words)} of article {number} &amp; what became of it"]
    for n in range(60):
        sentence = " ".join(chance.choices(words, k=30))
        lines += ["", f"On day {n} the {sentence}, and the {chance.choice(words)}\u200b was &quot;closed&quot;."]
        lines += ["Share this article"] * (n % 20 == 7)
    return "\n".join([*lines, *lines[40:60]]) + "\n"


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_kill_leaves_each_file_old_or_new(artlint: Artlint, environment: dict[str, str], tmp_path: Path) -> None:
    folder, command = tmp_path / "data", ["fix", "--unsafe-fixes", "--isolated", "data"]
    old = {f"{n}.txt": big(n).encode() for n in range(5)}
    for name, data in old.items():
        write(folder / name, data)
    start = time.monotonic()
    artlint(*command)
    took, new = time.monotonic() - start, contents(folder)
    assert all(len(new[name]) < len(old[name]) - 1000 for name in old)

    chance, seen, known = random.Random(7), Counter[str](), set[str]()
    for attempt in range(60):  # a busy machine takes its time, and more kills then come too early
        if attempt >= 12 and seen["cut short"] > 2 and seen["left beside"]:
            break
        for name, data in old.items():
            write(folder / name, data)
        process = subprocess.Popen(
            [sys.executable, "-m", "artlint", *command],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if attempt % 3:  # at any moment
            time.sleep(chance.uniform(0.4, 1) * took)
        else:  # while it writes
            wanted = chance.randrange(1, 5)
            while process.poll() is None and wanted:
                if beside(folder) - known:
                    known |= beside(folder)
                    wanted -= 1
            time.sleep(chance.uniform(0, 0.002))
        process.kill()
        process.wait()
        known |= beside(folder)
        now = contents(folder)
        assert now.keys() == old.keys()
        for name, data in now.items():
            assert data in (old[name], new[name]), name
        seen["cut short"] += now not in (old, new)
        seen["left beside"] = len(beside(folder))
    assert seen["cut short"] > 2
    assert seen["left beside"], "no kill came while a file was being written"

    ran = artlint("check", "-v", "data")
    assert "5 files to check" in ran.err  # what the kills left is no article
    assert artlint(*command).code in (0, 1)
    assert contents(folder) == new
    assert len(beside(folder)) == seen["left beside"]  # a run that ends leaves nothing, and takes nothing of others


@linux
def test_workers_end_with_the_process_that_started_them(environment: dict[str, str], tmp_path: Path) -> None:
    for n in range(70):
        write(tmp_path / "data" / f"{n}.txt", big(n))
    command = [sys.executable, "-m", "artlint", "fix", "--isolated", "-j", "2", "data"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    wait_until(lambda: len(children(process.pid)) >= 2, "there are workers")
    workers = children(process.pid)
    process.kill()
    process.wait()
    wait_until(lambda: not any(map(runs, workers)), "no worker goes on alone")


# What stays as it is


@pytest.mark.parametrize("mode", [0o755, 0o600, 0o4711, 0o664])
def test_permissions_owner_and_attributes_stay(artlint: Artlint, tmp_path: Path, mode: int) -> None:
    path = write(tmp_path / "a.txt", FAULTY)
    owner = (4321, 8765) if os.geteuid() == 0 else (os.geteuid(), os.getegid())
    os.chown(path, *owner)
    path.chmod(mode)
    attributes = hasattr(os, "setxattr")
    if attributes:
        try:
            os.setxattr(path, "user.source", b"harbour.example")
        except OSError:  # a file system without them
            attributes = False
    os.utime(path, (0, 0))
    assert artlint("fix", path).code == 0
    stat = path.stat()
    assert path.read_text() == FIXED
    assert (stat.st_mode & 0o7777, stat.st_uid, stat.st_gid) == (mode, *owner)
    assert time.time() - stat.st_mtime < 60
    assert not attributes or os.getxattr(path, "user.source") == b"harbour.example"


def test_nobody_reads_what_is_being_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it has its permissions, the new file of a private one is private too."""
    from artlint.base import atomic_file
    from artlint.project.save import save

    path, modes = write(tmp_path / "a.txt", b"old"), []
    path.chmod(0o600)
    liken = atomic_file._liken

    def spy(new: str, old: str) -> None:
        modes.append(os.stat(new).st_mode & 0o777)
        liken(new, old)

    monkeypatch.setattr(atomic_file, "_liken", spy)
    save(str(path), b"new", b"old")
    assert (modes, path.read_bytes()) == ([0o600], b"new")


def test_links(artlint: Artlint, tmp_path: Path) -> None:
    """A symbolic link stays one, and a chain of them; of two hard links only the one that is named is fixed."""
    real = write(tmp_path / "store" / "real.txt", FAULTY)
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / ".git").mkdir()  # a link may lead anywhere in its repository
    (data / "a.txt").symlink_to("b.txt")
    (data / "b.txt").symlink_to("../store/real.txt")
    hard = tmp_path / "hard.txt"
    os.link(real, hard)
    ran = artlint("fix", "data")
    assert ran.code == 0
    assert "Fixed 1 fault in 1 file:\n  data/a.txt" in ran.err
    assert (os.readlink(data / "a.txt"), os.readlink(data / "b.txt")) == ("b.txt", "../store/real.txt")
    assert (real.read_text(), hard.read_text()) == (FIXED, FAULTY)
    assert not real.is_symlink()


# What cannot be written


@linux
def test_read_only_files_and_folders_stay_and_the_rest_is_fixed(artlint: Artlint, tmp_path: Path) -> None:
    data = tmp_path / "data"
    for name in ("a.txt", "b.txt", "closed/c.txt", "d.txt"):
        write(data / name, FAULTY)
    (data / "b.txt").chmod(0o444)
    (data / "closed").chmod(0o555)
    try:
        ran = artlint("fix", "data", preexec_fn=without_privileges)
    finally:
        (data / "closed").chmod(0o755)
    assert ran.code == 2
    for name in ("b.txt", "closed/c.txt"):
        assert f"artlint: data/{name}: cannot be written: Permission denied; it was left as it was\n" in ran.err
        assert f"data/{name}:3:12: ENC004" in ran.out  # what is left
    wanted = {"a.txt": FIXED, "b.txt": FAULTY, "closed/c.txt": FAULTY, "d.txt": FIXED}
    assert contents(data) == {name: text.encode() for name, text in wanted.items()}
    assert "Fixed 2 faults in 2 files:" in ran.err
    assert sum(1 for _ in data.rglob("*")) == 5  # nothing lies about


def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    from artlint.base.errors import ArtlintError
    from artlint.project.save import save

    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(ArtlintError, match="cannot be written: File or stream is not seekable"):
        save(str(tmp_path / "a.txt"), b"new", b"old")
    assert os.listdir(tmp_path) == ["a.txt"]


MEDDLER = """\
import os
from artlint.plugin_api import Check

class Meddler(Check):
    args = {}
    class Options:
        pass
    def run(self, article):
        if article.path.endswith("b.txt"):
            %s
        return iter(())

def artlint_checks():
    return {"meddle": Meddler}

def artlint_rule_packs():
    return [os.path.join(os.path.dirname(__file__), "meddler.yaml")]
"""
MEDDLING = {
    "appended": ('open(article.path, "a").write("More.\\n")', FAULTY + "More.\n"),
    "replaced": (
        'open(article.path + "~", "w").write("More.\\n"); os.replace(article.path + "~", article.path)',
        "More.\n",
    ),
    "same size": (
        'data = open(article.path).read(); open(article.path, "w").write(data.replace("Monday", "Friday"))',
        FAULTY.replace("Monday", "Friday"),
    ),
    "removed": ("os.path.exists(article.path) and os.unlink(article.path)", ""),
}


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("how", MEDDLING)
def test_a_file_that_changed_since_it_was_read(artlint: Artlint, tmp_path: Path, how: str, jobs: str) -> None:
    """A check of a plugin changes the file after artlint has read it: what it wrote must not be lost."""
    code, wanted = MEDDLING[how]
    site = tmp_path / "site"
    rule = "- {name: meddle, code: OWN001, check: meddle, summary: s, why: w, message: m, examples: []}\n"
    install(site, "meddler", MEDDLER % code, meddler=rule)
    for name in ("a.txt", "b.txt", "c.txt"):
        write(tmp_path / "data" / name, FAULTY)
    ran = artlint("fix", "data", "-j", jobs, "--select", "ENC,OWN", env={"PYTHONPATH": python_path(site)})
    assert ran.code == 2, ran.err
    now = contents(tmp_path / "data")
    if wanted:
        assert "artlint: data/b.txt: changed on disk while it was being checked; it was left as it is\n" in ran.err
        assert now.pop("b.txt").decode().startswith(wanted)
    else:
        assert "artlint: data/b.txt: cannot be written: No such file or directory" in ran.err
    assert now == {"a.txt": FIXED.encode(), "c.txt": FIXED.encode()}
    assert len(os.listdir(tmp_path / "data")) == 2 + bool(wanted)


def test_a_broken_configuration_stops_before_anything_is_changed(artlint: Artlint, tmp_path: Path) -> None:
    write(tmp_path / "data" / "a.txt", FAULTY)
    write(tmp_path / "data" / "z" / "b.txt", FAULTY)
    write(tmp_path / "data" / "z" / "artlint.yaml", "selekt: [DUP]\n")
    ran = artlint("fix", "data")
    assert (ran.code, ran.out) == (2, "")
    assert set(contents(tmp_path / "data").values()) == {FAULTY.encode()}


# Encodings


LETTERS = {
    "cp1252": "Der Bürgermeister öffnete die Brücke über die Straße für alle Bürger, und „schön“, hieß es überall. ",
    "cp1251": "Вода в реке поднялась, и мост закрыли на неделю; никто не знает, когда его снова откроют для людей. ",
    "shift_jis": "橋は月曜日に開通しました。市長は何も言わなかった。川の水は夜のうちに上がり、道はまだ閉まっています。",
    "gb18030": "大桥于星期一重新开放，市长没有说话。河水在夜里上涨，道路仍然关闭，居民们得到了热汤和面包。",
    "euc_kr": "다리는 월요일에 다시 열렸다. 시장은 아무 말도 하지 않았다. 강물은 밤새 불어났고 길은 아직 닫혀 있다. ",
}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codec", LETTERS)
def test_only_what_is_fixed_changes_in_a_guessed_encoding(
    artlint: Artlint, tmp_path: Path, codec: str, end: str
) -> None:
    text = "\n\n".join([LETTERS[codec] * 3, "A &amp; B. " + LETTERS[codec] * 2, LETTERS[codec] * 4]) + "\n"
    data = text.replace("\n", end).encode(codec)
    path = write(tmp_path / "a.txt", data)
    ran = artlint("fix", path, "--select", "html-entity")
    assert "which is a guess" in ran.err
    assert (ran.code, path.read_bytes()) == (0, data.replace(b"&amp;", b"&"))


def test_bytes_that_the_codec_would_write_otherwise_are_kept(artlint: Artlint, tmp_path: Path) -> None:
    """cp932 has two ways to write some signs; what would change another is not written at all."""
    text = (LETTERS["shift_jis"] * 6 + "\n") * 3 + "A &amp; B.\n"
    data = text.encode("cp932") + b"\xfa\x4a\n"
    assert data.decode("cp932").encode("cp932") != data
    path = write(tmp_path / "a.txt", data)
    ran = artlint("fix", path, "--select", "html-entity")
    assert ran.code == 2
    assert "cannot be written back as cp932 without other changes" in ran.err
    assert path.read_bytes() == data


# The difference


AWKWARD: dict[str, bytes] = {
    "lf.txt": UNSAFE.encode(),
    "unended.txt": UNSAFE.rstrip().encode(),
    "fixed at the end.txt": (TITLE + "It rained. They left &amp; slept.").encode(),
    "crlf.txt": UNSAFE.replace("\n", "\r\n").encode(),
    "cr.txt": UNSAFE.replace("\n", "\r").encode(),
    "mixed.txt": (UNSAFE.replace("\n", "\r\n") + UNSAFE + UNSAFE.replace("\n", "\r")).encode(),
    "signed.txt": codecs.BOM_UTF8 + ("The bridge &amp; the road\n" + UNSAFE).encode(),
    "wide.txt": codecs.BOM_UTF16_LE + UNSAFE.encode("utf-16-le"),
    "wide/be.txt": codecs.BOM_UTF16_BE + UNSAFE.replace("\n", "\r\n").encode("utf-16-be"),
    "western.txt": ((LETTERS["cp1252"] * 3 + "\n") * 3 + "A &amp; B.\n").encode("cp1252"),
    "number.txt": b"262\n",
    "clean.txt": FIXED.encode(),
    'a "quoted" name.txt': FAULTY.encode(),
    "back\\slash.txt": FAULTY.encode(),
    "tab\tbed.txt": FAULTY.encode(),
    "über/die Brücke.txt": FAULTY.encode(),
    "-dash.txt": FAULTY.encode(),
}
TOOLS = {"git": ["git", "apply", "-"], "patch": ["patch", "-p1", "-s"]}


@pytest.mark.parametrize("options", [[], ["--unsafe-fixes"]], ids=["safe", "unsafe"])
@pytest.mark.parametrize("tool", TOOLS)
def test_the_difference_leads_to_the_same_bytes(
    artlint: Artlint, tmp_path: Path, tool: str, options: list[str]
) -> None:
    if not shutil.which(tool):
        pytest.skip(f"{tool} is not installed")
    for folder in ("one", "two"):
        for name, data in AWKWARD.items():
            write(tmp_path / folder / "data" / name, data)
        with open(os.fsencode(tmp_path / folder / "data") + b"/caf\xe9.txt", "wb") as file:
            file.write(FAULTY.encode())
        write(tmp_path / folder / "store" / "real.txt", FAULTY)
        (tmp_path / folder / ".git").mkdir()
        (tmp_path / folder / "data" / "link.txt").symlink_to("../store/real.txt")
        (tmp_path / folder / "data" / "twin.txt").symlink_to("lf.txt")
    before = contents(tmp_path / "one")
    command = [sys.executable, "-m", "artlint", "data", "--diff", *options]
    ran = subprocess.run(command, cwd=tmp_path / "one", capture_output=True, check=False)
    assert (ran.returncode, contents(tmp_path / "one")) == (1, before)
    applied = subprocess.run(
        TOOLS[tool], input=ran.stdout, cwd=tmp_path / "one", capture_output=True, text=False, check=False
    )
    assert applied.returncode == 0, applied.stderr.decode()
    artlint("fix", "data", *options, cwd=tmp_path / "two")
    after = contents(tmp_path / "two")
    assert contents(tmp_path / "one") == after
    changed = sum(after[name] != before[name] for name in after if not (tmp_path / "one" / name).is_symlink())
    assert f"{changed} files would change" in ran.stderr.decode()
    again = artlint("data", "--diff", *options, cwd=tmp_path / "one")
    assert (again.code, again.out) == (0, "")


def test_exit_codes_of_a_difference(artlint: Artlint, tmp_path: Path) -> None:
    faulty, only_unsafe = write(tmp_path / "a.txt", FAULTY), write(tmp_path / "b.txt", UNSAFE.replace("&amp;", "&"))
    assert artlint(faulty, "--diff").code == 1
    assert artlint(faulty, "--diff", "--exit-zero").code == 0
    assert artlint(only_unsafe, "--diff").code == 0  # reported, but nothing would change
    assert artlint(only_unsafe, "--diff", "--unsafe-fixes").code == 1
    assert artlint(faulty, "nowhere.txt", "--diff").code == 2
    assert artlint("-", "--diff", input=FAULTY).code == 1
    assert artlint(tmp_path, "--diff", cwd=Path("/")).code == 1
    assert artlint("-", "--diff", "--exit-zero", input=FAULTY).code == 0
    assert artlint("-", "--diff", input=FIXED).code == 0


# What is said


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_fixed_and_what_is_left(artlint: Artlint, tmp_path: Path, form: str) -> None:
    """The format lists what is left, as a check afterwards would; what was fixed is said beside it."""
    write(tmp_path / "a.txt", UNSAFE)
    write(tmp_path / "b.txt", FAULTY)
    ran = artlint("fix", "a.txt", "b.txt", "--output-format", form)
    assert ran.code == 1
    assert ran.err == (
        "Fixed 2 faults in 2 files:\n  a.txt: 1 × html-entity\n  b.txt: 1 × html-entity\n"
        "1 warning left in 1 of 2 files.\nCan be fixed: 1 with --fix --unsafe-fixes.\n"
    )
    after = artlint("a.txt", "b.txt", "--output-format", form)
    assert (ran.out, ran.code) == (after.out, after.code)
    ran = artlint("fix", "--unsafe-fixes", "a.txt", "b.txt", "--output-format", form)
    assert ran.code == 0
    assert ran.err == "Fixed 1 fault in 1 file:\n  a.txt: 1 × share-line\nNone left.\n"


def test_a_filter_says_what_it_fixed(artlint: Artlint) -> None:
    ran = artlint("fix", "-", input=UNSAFE)
    assert (ran.code, ran.out) == (1, UNSAFE.replace("&amp;", "&"))
    assert ran.err == (
        "Fixed 1 fault in 1 file:\n  -: 1 × html-entity\n"
        "1 warning left in 1 of 1 file.\nCan be fixed: 1 with --fix --unsafe-fixes.\n"
    )
    assert artlint("fix", "-", "-q", input=UNSAFE).err == ""


# Many files


def test_workers_change_nothing(artlint: Artlint, seeds: Path, tmp_path: Path) -> None:
    """The same bytes on disk and on both outputs, with links, files that are no text, and a baseline."""
    texts = [p.read_bytes() for p in sorted(seeds.iterdir())]
    outcomes = []
    for jobs in ("1", "2", "8"):
        place = tmp_path / jobs
        for n in range(70):
            write(place / "data" / f"{n:02}.txt", b"a\0b" if n == 33 else texts[n % 5] + f"Day {n}.\n".encode())
        for n in (3, 40):
            (place / "data" / f"{n:02}-again.txt").symlink_to(f"{n:02}.txt")  # one file by two names
        (place / "data" / "69-again.txt").symlink_to("00.txt")
        write(place / "known" / "x.txt", FAULTY)
        artlint("baseline", "known", cwd=place)
        write(place / "known" / "y.txt", FAULTY)
        ran = artlint("fix", "--unsafe-fixes", "-j", jobs, "--output-format", "json-lines", ".", cwd=place)
        links = sorted(p.name for p in place.rglob("*") if p.is_symlink())
        outcomes.append((ran.code, ran.out.replace(str(place), ""), ran.err.replace(str(place), ""), contents(place)))
        assert len(links) == 3
    assert outcomes[0] == outcomes[1] == outcomes[2]
    code, _, err, after = outcomes[0]
    assert code == 2
    assert "data/33.txt: binary" in err
    assert "changed on disk" not in err
    assert "match nothing" not in err  # the baseline's entry was met, though in another process
    assert (after["known/x.txt"], after["known/y.txt"]) == (FAULTY.encode(), FIXED.encode())


# Real articles

SETS = ("extraction", "duplication", "mojibake")
FORMS = [  # how an article lies on the disk
    ("\n", b"", "utf-8", True),
    ("\r\n", b"", "utf-8", False),
    ("\r", codecs.BOM_UTF8, "utf-8", True),
    ("\r\n", codecs.BOM_UTF16_LE, "utf-16-le", True),
    ("\n", codecs.BOM_UTF16_BE, "utf-16-be", False),
]


@pytest.fixture(scope="module")
def sample() -> list[str]:
    """Three hundred articles, always the same."""
    texts: list[str] = []
    for name in SETS:
        path = EVAL / name / f"{name}.dev.jsonl.gz"
        if not path.exists():
            pytest.skip(f"the labelled articles ({path}) are not beside this checkout")
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = sorted({json.loads(line)["text"] for line in file})
        texts += random.Random(4).sample(rows, 100)
    return texts


@pytest.mark.parametrize("options", [[], ["--unsafe-fixes"]], ids=["safe", "unsafe"])
def test_real_articles(artlint: Artlint, tmp_path: Path, sample: list[str], options: list[str]) -> None:
    """Fixing twice is fixing once, nothing that was marked is left, and the form of each file stays."""
    for n, text in enumerate(sample):
        end, mark, codec, final = FORMS[n % len(FORMS)]
        text = re.sub(r"\r\n?|\n", "\n", text).strip() + "\n" * final
        write(tmp_path / "data" / f"{n:03}.txt", mark + text.replace("\n", end).encode(codec))
    before = contents(tmp_path)
    command = ["fix", "--isolated", "-j", "2", "--output-format", "json-lines", *options, "data"]
    first = artlint(*command)
    once = contents(tmp_path)
    assert first.code == 1
    assert "circle" not in first.err
    assert "not enough" not in first.err
    assert sum(once[name] != before[name] for name in once) > (60 if not options else 120)
    second = artlint(*command)
    assert contents(tmp_path) == once
    assert second.out == first.out
    assert "Fixed" not in second.err
    applied = {"safe", "unsafe"} if options else {"safe"}
    left = [row["fix"]["applicability"] for row in map(json.loads, second.lines) if row["fix"]]
    assert not applied & set(left)
    for n, data in enumerate(once.values()):
        end, mark, codec, final = FORMS[n % len(FORMS)]
        assert data.startswith(mark)
        text = data[len(mark) :].decode(codec)
        assert set(re.findall(r"\r\n?|\n", text)) <= {end}
        assert text.endswith(("\n", "\r")) == final or not text


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can make a file of somebody else's"
)
def test_a_file_that_would_change_hands_is_left(tmp_path: Path) -> None:
    """One of a group may write to the file, but what takes its place would be theirs and closed to its owner."""
    folder = tmp_path / "shared"
    path = write(folder / "a.txt", FAULTY)
    os.chown(folder, 4321, 2000)
    folder.chmod(0o770)
    os.chown(path, 4321, 2000)
    path.chmod(0o660)
    for part in (tmp_path, *tmp_path.parents):
        if part.stat().st_uid == 0 and not part.stat().st_mode & 0o005:
            part.chmod(part.stat().st_mode | 0o005)
    from artlint.base.errors import ArtlintError
    from artlint.project.save import save

    child = os.fork()
    if not child:
        os.setgroups([2000])
        os.setgid(2000)
        os.setuid(3000)
        try:
            save(str(path), b"new", path.read_bytes())
        except ArtlintError as error:
            os._exit("owner or group" in str(error))
        os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    assert path.read_text() == FAULTY
    assert [p.name for p in folder.iterdir()] == ["a.txt"]
