"""`artlint compare`: articles of one event, side by side, as a list to look at."""

from __future__ import annotations

import json
import sys

from artlint.base.errors import ArtlintError
from artlint.base.shown_text import one_line, shown_path
from artlint.base.wording import plural
from artlint.cli.options import allow_outside_argument
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from artlint.engine.comparison import Comparison, Detail
    from artlint.project.workspace import Workspace
    from artlint.text.article import Article

MAX_ARTICLES = 50  # each is compared with each


def arguments(command: str, parser: ArgumentParser) -> None:
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", help="articles of one event, or the folder that they are in"
    )
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="default: text")
    parser.add_argument("--config", metavar="FILE", help="use this configuration")
    allow_outside_argument(parser)


def run(args: Namespace) -> int:
    from artlint.engine.comparison import QUOTATIONS, compare
    from artlint.project.lint_options import LintOptions
    from artlint.project.workspace import Workspace

    options = LintOptions(config=args.config, allow_outside=args.allow_outside)
    articles = _articles(Workspace(options), args.paths)
    asked = Workspace(options._replace(select=QUOTATIONS, preview=True))
    comparison = compare(articles, asked.linter(articles[0].path))
    if args.output_format == "json":
        say(json.dumps(_plain(comparison), ensure_ascii=False, indent=1), sys.stdout)
    else:
        for line in _lines(comparison):
            say(f"  {one_line(line[2:])}" if line.startswith("  ") else line, sys.stdout)
    return 0


def _articles(workspace: Workspace, paths: Sequence[str]) -> list[Article]:
    """The articles of these files and folders, with what in them is the page's. Raises ArtlintError."""
    from artlint.base.spans import merged
    from artlint.cli.run.discover import find_files
    from artlint.cli.run.run_options import DiscoveryOptions
    from artlint.project.decode import NotText

    walk = find_files(workspace, DiscoveryOptions(tuple(paths)))
    for problem in walk.said():
        raise ArtlintError(problem)
    if not 2 <= len(walk.files) <= MAX_ARTICLES:
        found = plural(len(walk.files), "article")
        raise ArtlintError(f"{found} to compare\n  help: name from 2 to {MAX_ARTICLES}, those of one event")
    articles = []
    for path in walk.files:
        try:
            article = workspace.read(path)[0]
        except NotText as error:
            raise ArtlintError(f"{shown_path(path)}: {error}") from None
        linter = workspace.linter(path)
        marking = {rule.name for rule in linter.ruleset(path).rules if rule.marks}
        page = merged(d.span for d in linter.lint(article) if d.rule in marking)
        articles.append(article.with_boilerplate(tuple(page)))
    return articles


def _lines(comparison: Comparison) -> list[str]:
    first = "none of them is nearer the source than the others"
    if comparison.nearest:
        first = f"nearest the source: {shown_path(comparison.nearest)}, with the most quoted words and numbers"
    out = [first, ""]
    out += [f"  {count:<4} {path}" for path, count in sorted(comparison.evidence.items(), key=lambda e: (-e[1], e[0]))]
    out += ["", "shared words, by weight (from 65 % on, one is a rewrite of the other)", ""]
    out += [f"  {share:<4.0%} {path} – {other}" for path, other, share in comparison.shares]
    out += ["", "quotations told in two ways" if comparison.quotations else "no quotation is told in two ways", ""]
    out += [f"  {path}:{row}: {message}" for path, row, message in comparison.quotations]
    for name, details in (("numbers", comparison.numbers), ("dates", comparison.dates)):
        out += ["", f"{name} that not all have" if details else f"all {name} are in all", ""]
        out += [f"  {d.text}: {', '.join(d.articles)}" for d in details]
    return out


def _plain(comparison: Comparison) -> dict[str, object]:
    def plain(details: Sequence[Detail]) -> list[dict[str, object]]:
        return [{"text": d.text, "articles": d.articles} for d in details]

    return {
        "nearest": comparison.nearest,
        "evidence": comparison.evidence,
        "shares": [{"articles": [a, b], "share": round(share, 4)} for a, b, share in comparison.shares],
        "quotations": [
            {"article": path, "row": row, "message": message} for path, row, message in comparison.quotations
        ],
        "numbers": plain(comparison.numbers),
        "dates": plain(comparison.dates),
    }
