"""Bytes to text: strict UTF-8 first, then what charset-normalizer finds and the words that are known, said aloud."""

from __future__ import annotations

from artlint.base.named_tuple import NamedTuple
from artlint.base.startup import cached_re as re
from artlint.text.lexicon import known

BOM = b"\xef\xbb\xbf"
SIGNED = "-sig"  # ends the names of encodings whose byte order mark is a part of the file
MAX_ASKED_BYTES = 200_000  # of a file, by which its encoding is guessed
TYPOGRAPHIC = frozenset("‘’“”‚„–—…•·«»€£©®°§\u00a0")  # signs that stand among English words
# The commonest first: of those that know as many words, the first is taken.
BYTE_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "cp1258", "cp1255", "cp1256"),
    *("iso8859_2", "iso8859_5", "iso8859_7", "iso8859_9", "iso8859_15"),
    *("koi8_r", "koi8_u", "cp866", "cp850", "cp852", "mac_roman"),
)
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

    best = from_bytes(data[:MAX_ASKED_BYTES]).best()
    if best is None:
        raise NotText(f"not UTF-8 (byte {bad} is 0x{data[bad]:02x}), and no other encoding fits")
    encoding = _by_words(data[:MAX_ASKED_BYTES], best.encoding)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(
            f"not UTF-8 (byte {bad} is 0x{data[bad]:02x}), and not {encoding} throughout: {error.reason}"
        ) from None
    return Decoded(text, encoding, f"not UTF-8; read as {encoding.replace('_', '-')}, which is a guess")


def _by_words(data: bytes, guess: str) -> str:
    """Of the encodings with a byte a letter, the one in which most words are known that hold such a letter: by their
    letters alone, “Muñoz” and “Muńoz” are as good. Another guess stays where none knows more."""
    if len(data.decode(guess, "replace")) < len(data):
        return guess  # its letters have several bytes, and words that are nobody's in others may be known by chance
    best, most = guess, _known_words(data, guess)
    for encoding in BYTE_ENCODINGS:
        if (count := _known_words(data, encoding)) > most:
            best, most = encoding, count
    western = data.decode("cp1252", "replace")
    return best if most or not TYPOGRAPHIC.issuperset(c for c in western if not c.isascii()) else "cp1252"


def _known_words(data: bytes, encoding: str) -> int:
    """How many words with other letters than ASCII's are known, read so."""
    from unicodedata import normalize

    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return 0
    words = re.findall(r"[^\W\d_]+", normalize("NFC", text))  # cp1258 writes tones behind their letters
    return sum(known(word) for word in words if not word.isascii() and len(word) > 1)


def encode(text: str, encoding: str) -> bytes:
    """The bytes of a text in the encoding that `decode` named."""
    for mark, name in WIDE:
        if encoding == name + SIGNED:
            return mark + text.encode(name)
    return text.encode(encoding)
