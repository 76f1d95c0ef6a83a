"""`artlint lsp`: the language server."""

from __future__ import annotations

from artlint.base.errors import ArtlintError
from artlint.cli.options import allow_outside_argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def arguments(command: str, parser: ArgumentParser) -> None:
    allow_outside_argument(parser)
    parser.add_argument("--stdio", action="store_true", help="speak on standard input and output (as it always does)")


def run(args: Namespace) -> int:
    try:
        import pygls  # noqa: F401
    except ImportError:
        raise ArtlintError("the language server takes pygls\n  help: pip install 'artlint[lsp]'") from None
    from artlint.lsp.handlers import serve
    from artlint.project.lint_options import LintOptions

    serve(LintOptions(allow_outside=args.allow_outside))
    return 0
