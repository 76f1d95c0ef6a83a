"""The page and what it asks for. Everything that it asks is JSON by POST; see session.py for what is done."""

from __future__ import annotations

import json
from functools import partial
from importlib.resources import files

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from artlint.base.errors import ArtlintError
from artlint.review.browser_text import to_browser
from artlint.review.guard import Guard, TooLong
from artlint.review.session import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from importlib.resources.abc import Traversable
    from typing import Any

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from artlint.review.session import ReviewSession

    Asked = Callable[[Any], Callable[[], Any]]

KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


def app(session: ReviewSession, token: str, port: int) -> ASGIApp:
    """The application, guarded."""
    limiter = CapacityLimiter(1)  # one thing at a time: no two saves cross
    static = files("artlint.review").joinpath("static")
    routes = [
        Route("/", _file(static.joinpath("index.html"))),
        Route("/base.css", _file(files("artlint.reporters.web").joinpath("base.css"))),
        *(Route(f"/{e.name}", _file(e)) for e in static.iterdir() if _kind(e.name) not in ("", "text/html")),
    ]
    routes += [Route(f"/api/{name}", _api(asked, limiter), methods=["POST"]) for name, asked in _asked(session).items()]
    return Guard(Starlette(routes=routes), token, port)


def _asked(session: ReviewSession) -> dict[str, Asked]:
    """What the page can ask for: each makes of the body what is to be done."""

    def string(body: Any, key: str) -> str:
        if not isinstance(body[key], str):
            raise TypeError(key)
        return str(body[key])

    def strings(body: Any, key: str) -> list[str]:
        if not isinstance(body[key], list) or not all(isinstance(item, str) for item in body[key]):
            raise TypeError(key)
        return list(body[key])

    def text(body: Any) -> str:
        """As a text field gives it."""
        return to_browser(string(body, "text"))

    return {
        "list": lambda body: lambda: {"title": session.title, "articles": session.articles()},
        "counts": lambda body: partial(session.counts, strings(body, "ids")),
        "open": lambda body: partial(session.open, string(body, "id")),
        "check": lambda body: partial(session.check, string(body, "id"), text(body)),
        "accept": lambda body: partial(session.accept, string(body, "id"), text(body), string(body, "note")),
        "fix": lambda body: partial(session.fix, string(body, "id"), text(body)),
        "save": lambda body: partial(session.save, string(body, "id"), text(body), string(body, "digest")),
        "reject": lambda body: partial(session.reject, string(body, "id"), text(body), strings(body, "notes")),
        "recall": lambda body: partial(session.recall, string(body, "id")),
    }


def _api(asked: Asked, limiter: CapacityLimiter) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            work = asked(json.loads(await request.body()))
        except TooLong:
            return _json({"message": "The text is too long to be reviewed here."}, 413)
        except (ValueError, KeyError, TypeError, RecursionError):
            return _json({"message": "This is nothing that the page asks for."}, 400)
        try:
            return _json(await to_thread.run_sync(work, limiter=limiter))
        except Refused as error:
            return _json({"message": str(error), **error.more}, error.status)
        except ArtlintError as error:  # a configuration that was broken meanwhile, or a rule that fails on this text
            return _json({"message": str(error)}, 500)

    return answer


def _json(content: Any, status: int = 200) -> Response:
    """In ASCII, since names of files and texts may hold what UTF-8 cannot."""
    return Response(json.dumps(content), status, media_type="application/json")


def _kind(name: str) -> str:
    return KINDS.get(name.rpartition(".")[2], "")


def _file(place: Traversable) -> Callable[[Request], Awaitable[Response]]:
    content = place.read_bytes()

    async def answer(request: Request) -> Response:
        return Response(content, media_type=_kind(place.name))

    return answer
