"""What a person does in the browser."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class Server:
    """The command in a process of its own, and a client that sends what it is told to."""

    def __init__(self, folder: Path, environment: dict[str, str], *options: str) -> None:
        command = [sys.executable, "-m", "artlint", "review", "--no-browser", str(folder), *options]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=folder.parent
        )
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()
        self.base, _, self.token = self.address.partition("?token=")
        self.host = urlsplit(self.address).netloc

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes, dict[str, str]]:
        connection = http.client.HTTPConnection(self.host, timeout=30)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body or None, given)
        answer = connection.getresponse()
        out = answer.status, answer.read(), {k.lower(): v for k, v in answer.getheaders()}
        connection.close()
        return out

    def ask(self, what: str, body: object = None, **headers: str) -> tuple[int, Any]:
        headers = {"X_Artlint_Token": self.token, "Content_Type": "application/json", **headers}
        status, content, _ = self.send("POST", f"/api/{what}", json.dumps(body or {}).encode(), **headers)
        try:
            return status, json.loads(content)
        except ValueError:
            return status, content.decode()

    def ids(self) -> dict[str, str]:
        return {article["name"]: article["id"] for article in self.ask("list")[1]["articles"]}

    def end(self) -> tuple[int, str, str]:
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


def write(folder: Path, **files: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{name}.txt").write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def settled(page: Any) -> None:
    """Wait until the notes are of the text as it is: the pause in typing and the answer."""
    page.wait_for_selector("#cards:not([aria-busy=true])", state="attached")


def accept(page: Any, words: str) -> None:
    card = page.locator("#cards > li", has_text=words).first
    identity = card.get_attribute("data-id")
    card.locator(".accept").click()
    page.wait_for_function(
        "id => ![...document.querySelectorAll('#cards > li')].some(li => li.dataset.id === id)", arg=identity
    )


MARKS = """() => [...document.querySelectorAll('#backdrop .mark')].map(mark => {
  const before = document.createRange();
  before.setStart(document.querySelector('#backdrop'), 0);
  before.setEndBefore(mark);
  const start = before.toString().length;
  return {text: mark.textContent, start, end: start + mark.textContent.length, ids: mark.dataset.notes.split('\\n'),
          rects: [...mark.getClientRects()].filter(r => r.width).map(r => [r.left, r.right, r.top, r.bottom])};
})"""

EQUAL = "A title here\n\n" + "".join(f"Salt &amp; {what}, the cook said.\n\n" for what in ("fat", "acid", "heat"))


def fixed(text: str, *which: int) -> str:
    """The text with these of its entities as characters."""
    parts = text.split("&amp;")
    return parts[0] + "".join(("&" if i in which else "&amp;") + part for i, part in enumerate(parts[1:], 1))
