"""Who is let in, and who is not."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")

from tests.review.person import Server, settled, write
from tests.support.processes import wait_until

pytestmark = pytest.mark.xdist_group("review")  # one worker starts the browser


def test_strangers_are_turned_away_and_nothing_is_written(articles: Path, serve: Callable[..., Server]) -> None:
    server = serve(articles)
    identity = next(iter(server.ids().values()))
    digest = server.ask("open", {"id": identity})[1]["digest"]
    before = {p: p.read_bytes() for p in articles.iterdir()}
    body = {"id": identity, "text": "spoilt", "digest": digest}
    port = server.host.rpartition(":")[2]
    for headers in (
        {"X_Artlint_Token": ""},
        {"X_Artlint_Token": "wrong"},
        {"X_Artlint_Token": server.token[:-1]},
        {"X_Artlint_Token": "wrong", "Cookie": f"artlint-{port}=wrong; other={server.token}"},
        {"Host": "evil.example"},
        {"Host": f"evil.example:{port}"},
        {"Host": "127.0.0.1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": f"https://{server.host}"},
    ):
        assert server.ask("save", body, **headers)[0] == 403, headers
        assert server.ask("list", {}, **headers)[0] == 403, headers
    for path in ("/", "/review.js", "/?token=wrong", "/nothing"):
        assert server.send("GET", path)[0] == 403
    assert server.ask("save", body, Content_Type="text/plain")[0] == 415
    assert server.send("GET", "/api/save", X_Artlint_Token=server.token)[0] == 405
    assert {p: p.read_bytes() for p in articles.iterdir()} == before
    assert server.ask("save", body, Origin=f"http://{server.host}")[0] == 200


def test_the_server_is_bound_to_this_machine_and_says_so_little(articles: Path, serve: Callable[..., Server]) -> None:
    server = serve(articles)
    assert urlsplit(server.address).hostname == "127.0.0.1"
    assert len(server.token) >= 32
    status, _, headers = server.send("GET", f"/?token={server.token}")
    assert status == 200
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    cookie = headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "server" not in headers
    kept = cookie.partition(";")[0]
    assert server.send("GET", "/base.css", Cookie=f"bad={{x; {kept}")[0] == 200
    port = int(server.host.rpartition(":")[2])
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)}
    for other in others - {"127.0.0.1"}:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((other, port), timeout=2)


def test_the_cookie_alone_changes_nothing(articles: Path, serve: Callable[..., Server]) -> None:
    """Browsers send it to every port of this machine."""
    server = serve(articles)
    cookie = server.send("GET", f"/?token={server.token}")[2]["set-cookie"].partition(";")[0]
    secret = cookie.partition("=")[2]
    assert server.token not in cookie
    assert len(secret) >= 32
    assert server.send("GET", f"/?token={secret}")[0] == 403
    assert server.ask("list", X_Artlint_Token=secret)[0] == 403
    own = f"http://{server.host}"
    for headers in ({}, {"Sec_Fetch_Site": "same-site"}, {"Sec_Fetch_Site": "same-site", "Origin": own}):
        assert server.ask("list", X_Artlint_Token="", Cookie=cookie, **headers)[0] == 403, headers
    for headers in ({"Origin": own}, {"Sec_Fetch_Site": "same-origin"}):
        assert server.ask("list", X_Artlint_Token="", Cookie=cookie, **headers)[0] == 200, headers


def test_the_browser_gets_the_token_from_a_private_file(
    articles: Path, tmp_path: Path, chromium: Any, environment: dict[str, str]
) -> None:
    browser = tmp_path / "browser"
    browser.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/part" && mv "{tmp_path}/part" "{tmp_path}/given"\n'
    )
    browser.chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, "-m", "artlint", "review", str(articles)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**environment, "BROWSER": str(browser)},
    )
    try:
        assert process.stdout
        token = process.stdout.readline().strip().partition("?token=")[2]
        wait_until((tmp_path / "given").exists, "the browser is started")
        (given,) = (tmp_path / "given").read_text().splitlines()
        assert token
        assert token not in given
        file = Path(unquote(urlsplit(given).path))
        assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
        assert token in file.read_text()
        context = chromium.new_context()
        page = context.new_page()
        page.goto(given)
        page.wait_for_selector("#groups a")
        assert token not in page.url
        page.reload()
        page.wait_for_selector("#groups a")
        assert all(token not in cookie["value"] for cookie in context.cookies())
        context.close()
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 0, err
    assert not file.parent.exists()


def test_no_way_leads_out_of_the_folder(tmp_path: Path, serve: Callable[..., Server]) -> None:
    outside = write(tmp_path / "out", secret="A secret text.\n") / "secret.txt"
    folder = write(tmp_path / "in", a="A text.\n")
    (folder / "link.txt").symlink_to(outside)
    server = serve(folder)
    ids = server.ids()
    assert [*ids] == ["a.txt"]
    for identity in ("../out/secret.txt", str(outside), "a.txt", "", "link.txt"):
        for what, more in (("open", {}), ("check", {"text": "x"}), ("save", {"text": "x", "digest": "0" * 32})):
            status, answer = server.ask(what, {"id": identity, **more})
            assert status in (403, 404), (what, identity, answer)
            assert "secret" not in json.dumps(answer)
    for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/static/../app.py", "/index.html/..%2f..%2fapp.py"):
        assert server.send("GET", path, X_Artlint_Token=server.token)[0] == 404
    digest = server.ask("open", {"id": ids["a.txt"]})[1]["digest"]
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to(outside)  # after it was opened
    assert server.ask("save", {"id": ids["a.txt"], "text": "x", "digest": digest})[0] == 403
    assert outside.read_text() == "A secret text.\n"


def test_markup_in_texts_and_names_is_text(
    tmp_path: Path, serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    evil = "<script>window.evil=1</script><img src=x onerror=window.evil=1>"
    folder = write(tmp_path / "in", a=f"A title here\n\n{evil} said the “mayor.[1]\n")
    (folder / "<img src=x onerror=window.evil=1>.txt").write_text(f"{evil}[1]\n")
    (folder / os.fsdecode(b"not-utf8-\xff.txt")).write_text("A text.[1]\n")
    page = visit(serve(folder), "a.txt")
    for link in range(page.locator("#groups a").count()):
        page.locator("#groups a").nth(link).click()
        settled(page)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("window.evil") is None
    assert page.locator("#groups img, #work img, #notes img, #groups script").count() == 0
    assert page.evaluate("fetch('https://example.org').then(() => 'went', () => 'blocked')") == "blocked"
