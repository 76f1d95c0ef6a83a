"""Bytes to text: strict UTF-8 first, then what charset-normalizer finds, said aloud."""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple

BOM = b"\xef\xbb\xbf"
SIGNED = "-sig"  # ends the names of encodings whose byte order mark is a part of the file
WIDE = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


class Decoded(NamedTuple):
    """A text, its encoding, and a remark where the encoding was guessed."""

    text: str
    encoding: str
    note: str


class NotText(Exception):
    """The bytes are no text; the message says why."""


def decode(data: bytes, strict: bool = False) -> Decoded:
    """The text of a file, the encoding by which `encode` gives the same bytes back, and a note where it was guessed.

    A byte order mark belongs to the encoding and not to the text. Raises NotText for binary data, and with
    `strict` for anything but UTF-8.
    """
    if data.startswith(BOM):
        encoding, body = "utf-8-sig", data[3:]
    else:
        encoding, body = "utf-8", data
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        if strict:
            raise NotText(
                f"not UTF-8: byte {error.start + len(data) - len(body)} is 0x{body[error.start]:02x}"
            ) from None
        return _guess(data, error.start)
    if "\0" in text:
        raise NotText(f"binary, not text: a NUL byte stands at offset {data.index(0)}")
    return Decoded(text, encoding, "")


def _guess(data: bytes, bad: int) -> Decoded:
    for mark, name in WIDE:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(name)
            except UnicodeDecodeError as error:
                raise NotText(f"marked as {name}, and not {name} throughout: {error.reason}") from None
            if "\0" in text:
                raise NotText(f"binary, not text: a NUL stands at character {text.index(chr(0)) + 1}")
            return Decoded(text, name + SIGNED, "")
    if b"\0" in data[:8192]:
        raise NotText(f"binary, not text: a NUL byte stands at offset {data.index(0)}")
    from charset_normalizer import from_bytes

    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise NotText(f"not UTF-8 (byte {bad} is 0x{data[bad]:02x}), and no other encoding fits")
    encoding = best.encoding
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(
            f"not UTF-8 (byte {bad} is 0x{data[bad]:02x}), and not {encoding} throughout: {error.reason}"
        ) from None
    return Decoded(text, encoding, f"not UTF-8; read as {encoding.replace('_', '-')}, which is a guess")


def encode(text: str, encoding: str) -> bytes:
    """The bytes of a text in the encoding that `decode` named."""
    for mark, name in WIDE:
        if encoding == name + SIGNED:
            return mark + text.encode(name)
    return text.encode(encoding)
