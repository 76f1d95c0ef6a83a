"""A real server, and a person at a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.review.person import Server
from tests.support.browser import launched


@pytest.fixture
def serve(environment: dict[str, str]) -> Iterator[Callable[..., Server]]:
    running: list[Server] = []

    def start(folder: Path, *options: str, **variables: str) -> Server:
        running.append(Server(folder, {**environment, **variables}, *options))
        return running[-1]

    yield start
    for server in running:
        if server.process.poll() is None:
            _, _, err = server.end()
            assert "Traceback" not in err, err


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    with launched() as browser:
        yield browser


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Any]]:
    """`visit(server, name)`: a page that shows an article. What goes wrong in its scripts fails the test."""
    contexts, wrong = [], []

    def visited(server: Server, name: str = "", *, width: int = 1280, scheme: str = "light") -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(server.address)
        page.wait_for_selector("#groups:not([aria-busy])", state="attached")
        if name:
            page.locator("#groups a", has_text=name).click()
            page.wait_for_selector("#work:not([hidden])")
        return page

    yield visited
    for context in contexts:
        context.close()
    assert not wrong
