"""Make docs/seeds.svg, the picture in README.md, from what `artlint seeds/` really prints.

    python tools/screenshot.py [FILE]

Run it from anywhere, with artlint and rich installed. The picture needs no font from the network.
"""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 110
SHOWN = ("truncated-ending", "repeated-block", "misspelled-name")

THEME = TerminalTheme(
    (30, 32, 40),
    (208, 211, 220),
    [
        (30, 32, 40), (239, 107, 115), (142, 192, 124), (230, 190, 110),
        (110, 160, 235), (190, 140, 220), (110, 195, 205), (208, 211, 220),
    ],
    [
        (120, 124, 140), (239, 107, 115), (142, 192, 124), (230, 190, 110),
        (110, 160, 235), (190, 140, 220), (110, 195, 205), (245, 246, 250),
    ],
)  # fmt: skip

# As rich's own, but for the fonts, which are those of the reader's machine, and the buttons of a window.
FORMAT = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<title>artlint seeds/</title>
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, "DejaVu Sans Mono", "SFMono-Regular", Menlo, Consolas, "Liberation Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width;
}}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: system-ui, sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def printed() -> tuple[str, str]:
    """Standard output (in colour) and standard error of `artlint seeds/`."""
    command = [
        sys.executable, "-m", "artlint", "seeds/", "--isolated", "--output-format", "full", "--color", "always",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if done.returncode != 1:
        sys.exit(f"artlint seeds/ ended with {done.returncode}, not with 1:\n{done.stderr}")
    return done.stdout, done.stderr


def shortened(output: str) -> str:
    """The first diagnostic of each rule in SHOWN, whole and in order; what was left out is counted in its place."""
    wanted = list(SHOWN)
    parts: list[str] = []
    left = 0

    def note() -> None:
        if left:
            parts.append(f"\x1b[2m… {left} more …\x1b[0m")

    for diagnostic in output.rstrip("\n").split("\n\n"):
        rule = next((r for r in wanted if f"{r}:" in diagnostic.split("\n", 1)[0]), "")
        if not rule:
            left += 1
            continue
        wanted.remove(rule)
        note()
        left = 0
        parts.append(diagnostic)
    note()
    if wanted:
        sys.exit(f"artlint seeds/ reports no {', '.join(wanted)}: choose other rules to show")
    return "\n\n".join(parts)


def svg() -> str:
    output, summary = printed()
    text = f"\x1b[1;32m$\x1b[0m artlint seeds/\n{shortened(output)}\n\n{summary.rstrip()}"
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(text), soft_wrap=False)
    return console.export_svg(title="artlint seeds/", theme=THEME, code_format=FORMAT, unique_id="seeds")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "seeds.svg"
    target.write_text(svg(), encoding="utf-8", newline="\n")
