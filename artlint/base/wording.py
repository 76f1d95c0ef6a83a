"""Words for people: counted things, and pieces of an article as a message shows them."""

from __future__ import annotations


def quoted(text: str, limit: int = 60) -> str:
    """A piece of the article as a message shows it: on one line, cut in the middle where it is long."""
    if len(text) > 20 * limit:
        text = f"{text[: 10 * limit]} … {text[-10 * limit :]}"
    flat = " ".join(text.split())
    if len(flat) <= limit:
        return flat
    head = flat[: limit // 2].rsplit(" ", 1)[0] if " " in flat[: limit // 2] else flat[: limit // 2]
    tail = flat[-(limit // 3) :].split(" ", 1)[-1]
    return f"{head} … {tail}"


def plural(count: int, one: str, many: str = "") -> str:
    """“1 line”, “2 lines”."""
    return f"{count} {one}" if count == 1 else f"{count} {many or one + 's'}"
