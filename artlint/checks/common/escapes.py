"""What pages, programs and mail write for characters: &amp;, \\u2019, \\n, \\', =E2=80=99, %20."""

from __future__ import annotations

from artlint.base.startup import cached_re as re

BYTES = r"(?:[=%][0-9A-Fa-f]{2})+|=$"
ESCAPE = r"(?:\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\U[0-9a-fA-F]{8}|\\[nrt\"'’“”/]"
SIGNS = {"n": "\n", "r": "", "t": "\t"}


def unescaped(text: str) -> str:
    """The text with HTML entities resolved, however many times over they were escaped."""
    if "&" in text:
        import html

        while (resolved := html.unescape(text)) != text:
            text = resolved
    return text


def decode(text: str) -> str:
    """The text with its escapes resolved; what cannot be read stays as it is."""
    return re.sub(ESCAPE, lambda m: _sign(m.group()), re.sub(BYTES, lambda m: _from_bytes(m.group()), text))


def _from_bytes(text: str) -> str:
    """“=E2=80=99” and “%20” as characters."""
    if text == "=":
        return ""  # a line that goes on in the next one
    data = bytes(int(text[i + 1 : i + 3], 16) for i in range(0, len(text), 3))
    try:
        return data.decode("utf-8").replace("\u00a0", " ")
    except UnicodeDecodeError:
        return text


def _sign(text: str) -> str:
    """One escape with a backslash as the character that it stands for."""
    kind = text[1]
    if kind not in "uUx":
        return SIGNS.get(kind, kind)
    if len(text) == 12:  # a pair of halves
        return (chr(int(text[2:6], 16)) + chr(int(text[8:12], 16))).encode("utf-16", "surrogatepass").decode("utf-16")
    number = int(text[2:], 16)
    if number > 0x10FFFF or 0xD800 <= number < 0xE000:
        return text
    return " " if number == 0xA0 else chr(number)
