"""From bytes to text and back: encodings, marks, and what is no text."""

from __future__ import annotations

import codecs
import re
import unicodedata
from pathlib import Path

import pytest

from artlint.project.decode import NotText, decode, encode
from tests.support.articles import ENTITY, FAULTY, FIXED, Artlint, write


def test_another_encoding_is_guessed_and_said(artlint: Artlint, tmp_path: Path) -> None:
    text = "Der Bürgermeister öffnete die Brücke\n\nDie Brücke über die Straße wurde am Montag geöffnet. „Schön“, hieß es.\n"
    path = write(tmp_path / "a.txt", (text * 3).encode("cp1252"))
    ran = artlint(path, "--select", "END")
    assert ran.code == 0
    assert re.search(r"a\.txt: not UTF-8; read as cp125\d, which is a guess", ran.err)
    strict = artlint(path, "--strict-encoding")
    assert (strict.code, strict.out) == (2, "")
    assert re.search(r"a\.txt: not UTF-8: byte 5 is 0xfc", strict.err)


OLD_PAGES = {
    "spanish": (
        "cp1252",
        "El señor Muñoz dijo que mañana habrá más lluvia en la región. También cayó nieve en los años pasados.",
    ),
    "polish": (
        "iso8859_2",
        "Wiceprezydent mówił o pieniądzach, które są potrzebne. Dzień później znów był śnieg i święto.",
    ),
    "vietnamese": ("cp1258", "Ông Hùng cho biết tôi và các bạn đã đến đây từ năm trước. Họ nói rằng mưa lớn."),
    "russian": ("koi8_r", "В понедельник в городе прошёл сильный дождь, сообщили местные власти. Завтра будет снег."),
    "english": (
        "cp1252",
        "“We don’t know yet,” she said – and that was all. The mayor’s office didn’t answer on Monday.",
    ),
}


def in_pieces(character: str, encoding: str) -> str:
    """A letter, or a letter and the mark behind it where the encoding has no other way."""
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return "".join(chr(int(code, 16)) for code in unicodedata.decomposition(character).split())
    return character


@pytest.mark.parametrize("language", OLD_PAGES)
def test_an_encoding_is_known_by_its_words(language: str) -> None:
    """By frequencies of letters, cp1250 or mac_cyrillic would be as good."""
    encoding, text = OLD_PAGES[language]
    data = "".join(in_pieces(character, encoding) for character in text).encode(encoding)
    decoded = decode(data)
    assert unicodedata.normalize("NFC", decoded.text) == text
    assert encode(decoded.text, decoded.encoding) == data


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF32_LE, "utf-32-le")],
)
def test_wide_text_with_a_byte_order_mark(artlint: Artlint, tmp_path: Path, mark: bytes, encoding: str) -> None:
    path = write(tmp_path / "a.txt", mark + FAULTY.encode(encoding))
    ran = artlint(path)
    assert ran.code == 1
    assert ran.lines == [f"{path}:3:12: {ENTITY}: [*] “&amp;” is an HTML entity, not a character"]
    assert artlint(path, "--strict-encoding").code == 2
    assert artlint("fix", path, "-q").code == 0
    assert path.read_bytes().decode("utf-16" if "16" in encoding else "utf-32") == FIXED


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", b"Half a text\0and a zero byte.\n", b"\0" * 5000, bytes(range(256)) * 40],
)
def test_binary_data(artlint: Artlint, tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path / "a.txt", data)
    for args in ([], ["--fix"], ["--diff"], ["-j", "2"]):
        ran = artlint(path, *args)
        assert (ran.code, ran.out) == (2, ""), args
        assert "a.txt: binary, not text: a NUL byte stands at offset" in ran.err
    assert path.read_bytes() == data


def test_an_empty_file(artlint: Artlint, tmp_path: Path) -> None:
    for data in (b"", b"\n \n", codecs.BOM_UTF8):
        ran = artlint(write(tmp_path / "a.txt", data))
        assert ran.code == 1
        assert "STR004 empty-article" in ran.out


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_marked_encoding_is_kept_and_no_guess(mark: bytes, codec: str) -> None:
    data = mark + "\ufeffThe harbour — 👩\n".encode(codec)
    decoded = decode(data)
    assert (decoded.text, decoded.note) == ("\ufeffThe harbour — 👩\n", "")
    assert encode(decoded.text, decoded.encoding) == data


@pytest.mark.parametrize("data", [codecs.BOM_UTF16_LE + b"a", codecs.BOM_UTF16_BE + b"\0a\0\0", b"\xff\xfe\0\xd8"])
def test_a_mark_alone_makes_no_text(data: bytes) -> None:
    with pytest.raises(NotText):
        decode(data)
