"""`artlint review`: serve the review page on this machine, until Ctrl-C."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, nullcontext

from artlint.base.errors import ArtlintError
from artlint.base.wording import plural
from artlint.cli.options import exclude_argument, path_argument, selection_arguments
from artlint.cli.run.discover import find_files, say_problems
from artlint.cli.run.run_options import run_options, workspace_for
from artlint.cli.say import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

HOST = "127.0.0.1"


def arguments(command: str, parser: ArgumentParser) -> None:
    path_argument(parser)
    selection_arguments(parser)
    exclude_argument(parser)
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="default: one that is free")
    parser.add_argument("--no-browser", action="store_true", help="print the address, and open nothing")


def _port(value: str) -> int:
    from argparse import ArgumentTypeError

    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise ArgumentTypeError(f"“{value}” is no number from 1 to 65535")
    return int(value)


def run(args: Namespace) -> int:
    import secrets
    import signal

    try:
        import uvicorn

        from artlint.review.app import app
    except ModuleNotFoundError as error:
        raise ArtlintError(
            f"artlint review needs {error.name}, which is not installed\n  help: pip install 'artlint[review]'"
        ) from None
    from artlint.project.baselines import Baselines
    from artlint.review.session import ReviewSession

    discovery = run_options(args).discovery
    _verify(discovery.paths)
    workspace = workspace_for(args, discovery.first)
    walk = find_files(workspace, discovery)
    say_problems(walk)
    baselines = Baselines(workspace, None)
    for path in walk.files:  # what is broken stops the run before the page is there
        workspace.linter(path)
        baselines.of(path)
    session = ReviewSession(discovery.paths, workspace, lambda: find_files(workspace, discovery), baselines)
    token = secrets.token_urlsafe(24)
    with _socket(args.port) as listening:
        port = listening.getsockname()[1]
        address = f"http://{HOST}:{port}/?token={token}"
        config = uvicorn.Config(
            app(session, token, port),
            log_level="critical",
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=3,
        )
        server = uvicorn.Server(config)

        def end(*_: object) -> None:
            server.should_exit = True

        signal.signal(signal.SIGINT, end)  # from here on; uvicorn sees to it only once it runs
        say(f"artlint: {plural(len(walk.files), 'article')} to review; Ctrl-C ends it")
        say(address, sys.stdout)
        sys.stdout.flush()
        with nullcontext() if args.no_browser else _opened(address):
            server.run(sockets=[listening])
        say("artlint: review ended")
    return 0


def _verify(paths: Sequence[str]) -> None:
    """Raise ArtlintError for a path that holds nothing to review."""
    from artlint.project.discovery import is_data

    for path in paths:
        if path == "-":
            raise ArtlintError("standard input cannot be reviewed\n  help: the page has a place to paste a text")
        if not os.path.exists(path):
            raise ArtlintError(f"{path}: no such file or folder")
        if not (os.path.isdir(path) or os.path.isfile(path)):
            raise ArtlintError(f"{path}: neither a file nor a folder")
        if os.path.isfile(path) and is_data(path):
            raise ArtlintError(
                f"{path}: a file of records, and review is for files of one article each\n"
                "  help: “artlint check” reports on records, and fixes them with --write-fixed"
            )


def _socket(port: int) -> socket.socket:
    """A socket that listens already: a browser may come at once. Raises ArtlintError."""
    import socket

    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # on Windows it would let two servers share a port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((HOST, port))
        made.listen(64)
    except OSError as error:
        made.close()
        raise ArtlintError(
            f"port {port} cannot be used: {error.strerror or error}\n  help: without --port a free one is taken"
        ) from None
    return made


@contextmanager
def _opened(address: str) -> Iterator[None]:
    """Open the browser, without waiting for it.

    It gets a file that only this user can read and that leads to the address: everybody on the machine can see the
    command line of a browser, and the token is not to be there.
    """
    import tempfile
    import threading
    import webbrowser
    from html import escape
    from pathlib import Path

    with tempfile.TemporaryDirectory(prefix="artlint-", ignore_cleanup_errors=True) as folder:  # of mode 0700
        page = Path(folder, "review.html")
        page.touch(0o600)
        target = escape(address)
        page.write_text(
            f'<!doctype html><meta charset="utf-8"><title>artlint review</title>'
            f'<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0; url={target}">'
            f'<p><a href="{target}">artlint review</a></p>\n',
            encoding="utf-8",
        )
        threading.Thread(target=webbrowser.open, args=(page.as_uri(),), daemon=True).start()
        yield
