"""What --diff shows at a terminal: colours, marks inside the line, and nothing hidden."""

from __future__ import annotations

import re

from artlint.cli.run.colored_diff import painted, seen

HEAD = ["--- a/b.txt\n", "+++ b/b.txt\n", "@@ -1,2 +1,2 @@\n"]


def shown(*lines: str) -> list[str]:
    return [row for row in painted([*HEAD, *lines]) if row][len(HEAD) :]


def test_it_says_the_same_in_colours() -> None:
    lines = [
        *HEAD,
        " kept\n",
        "-gone\n",
        "-too\n",
        "+come\n",
        " kept\n",
        "-a b c\n",
        "+a x c\n\\ No newline at end of file\n",
    ]
    assert re.sub(r"\x1b\[\d+m", "", "".join(painted(lines))) == "".join(lines)


def test_what_changed_is_marked_inside_the_line() -> None:
    assert shown("-Cats &amp; dogs\n", "+Cats & dogs\n") == [
        "\x1b[31m-Cats &\x1b[7mamp;\x1b[27m dogs\x1b[0m\n",
        "\x1b[32m+Cats & dogs\x1b[0m\n",
    ]
    assert shown("-held.Nobody\n", "+held. Nobody\n")[1] == "\x1b[32m+held.\x1b[7m \x1b[27mNobody\x1b[0m\n"


def test_lines_that_stand_for_none_are_not_marked() -> None:
    assert "\x1b[7m" not in "".join(shown("-one\n", "-two\n", "+three\n"))
    assert "\x1b[7m" not in "".join(shown("-" + "a b " * 5000 + "\n", "+" + "a c " * 5000 + "\n"))


def test_nothing_is_hidden_and_nothing_is_obeyed() -> None:
    assert seen("-a\x1b[2Jb\u200b\n") == "-a␛[2Jb<U+200B>\n"
    assert "\x1b[2J" not in "".join(shown("-a\x1b[2J\n", " \x1b[2J\n"))
    assert shown("-\u200bword\n", "+word\n")[0] == "\x1b[31m-\x1b[7m<U+200B>\x1b[27mword\x1b[0m\n"


def test_a_line_of_dashes_is_no_head() -> None:
    assert shown("--- \n", "+x\n")[0] == "\x1b[31m-\x1b[7m-- \x1b[27m\x1b[0m\n"
