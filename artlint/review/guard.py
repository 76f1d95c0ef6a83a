"""Who may speak to the server: the page that has the token, from this machine, with a body of JSON that is not too long.

Other pages in the same browser, and names that were made to lead to this machine, are turned away.
"""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST = 32 << 20  # bytes of a body: a text of folder.LARGEST, escaped
POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "connect", "img")),
        *(f"{kind} 'none'" for kind in ("base-uri", "form-action", "frame-ancestors")),
        "require-trusted-types-for 'script'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """Wraps the application. The token comes in the address once; a program may send it in the header X-Artlint-Token.

    The page has a cookie from then on. Browsers send it to each port of this machine, so it holds another secret, which
    does not open the address, and for what may change something the browser must say that the page itself asks.
    """

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self._app, self._token, self._secret = app, token, secrets.token_urlsafe(24)
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
        if port == 80:
            self._hosts |= {"127.0.0.1", "localhost"}
        self._cookie = f"artlint-{port}"  # cookies do not tell ports apart

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out[name] = value
                if in_address and message["status"] == 200:
                    out.append("set-cookie", f"{self._cookie}={self._secret}; Path=/; HttpOnly; SameSite=Strict")
            await send(message)

        query = parse_qs(scope["query_string"].decode("latin-1"))
        in_address = scope["method"] == "GET" and _equal(query.get("token", [""])[0], self._token)
        problem = self._problem(scope, headers, in_address)
        if problem:
            await PlainTextResponse(problem[1] + "\n", problem[0])(scope, receive, answer)
        else:
            await self._app(scope, _Limited(receive), answer)

    def _problem(self, scope: Scope, headers: Headers, in_address: bool) -> tuple[int, str] | None:
        origin = headers.get("origin")
        if headers.get("host") not in self._hosts:
            return 403, "This address is not the one that artlint review printed."
        if origin is not None and origin.removeprefix("http://") not in self._hosts:
            return 403, "Another page may not use artlint review."
        if not (in_address or _equal(headers.get("x-artlint-token", ""), self._token) or self._page(scope, headers)):
            return 403, "Open the whole address that artlint review printed: it has a token at its end."
        if scope["method"] == "POST":
            if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
                return 415, "The body must be JSON."
            length = headers.get("content-length", "")
            if length.isdecimal() and int(length) > LONGEST:
                return 413, "The text is too long."
        return None

    def _page(self, scope: Scope, headers: Headers) -> bool:
        """Whether it is the page that asks; an Origin was looked at before."""
        if not _equal(cookie_parser(headers.get("cookie", "")).get(self._cookie, ""), self._secret):
            return False
        site = headers.get("sec-fetch-site", "same-origin" if "origin" in headers else "")
        return scope["method"] in ("GET", "HEAD") or site == "same-origin"


def _equal(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())


class TooLong(Exception):
    """A body that went on after LONGEST, whatever its header said."""


class _Limited:
    """A body's parts, up to LONGEST."""

    def __init__(self, receive: Receive) -> None:
        self._receive, self._left = receive, LONGEST

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise TooLong
        return message
