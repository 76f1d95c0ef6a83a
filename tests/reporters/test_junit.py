"""`junit`."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from artlint.base.model import Result
from tests.reporters.made import find, render


def test_junit(results: tuple[Result, ...]) -> None:
    output = render("junit", *results)
    assert output.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="artlint">\n')
    found, clean, broken = ET.fromstring(output.encode("utf-8"))
    assert found.attrib == {"name": "a/b.txt", "tests": "2", "failures": "1", "errors": "0"}
    note, warning = found
    assert [child.tag for child in note] == ["system-out"]
    assert note[0].text == "a/b.txt:1:8: OWN001 house-rule: found"
    assert warning.attrib == {
        "name": "BOI001 related-links at 2:2", "classname": "a/b.txt", "file": "a/b.txt", "line": "2"}  # fmt: skip
    assert warning[0].tag == "failure"
    assert warning[0].attrib == {"message": "“Read more”, 100% of: “it”", "type": "warning"}
    assert [(len(clean), len(case)) for case in clean] == [(1, 0)]
    assert [child.tag for child in broken[0]] == ["error"]
    assert broken[0][0].get("message") == "not UTF-8: ␀"


def test_junit_replaces_what_xml_cannot_hold() -> None:
    message = '<&"]]>' + "".join(map(chr, range(32))) + "\ud800\udfff\ufffe\uffff\U0001f4f0x"
    root = ET.fromstring(render("junit", Result("p\x0c", (find("abc", 0, 1, message=message),))).encode("utf-8"))
    shown = root[0][0][0].get("message") or ""
    assert shown.startswith('<&"]]>␀␁')
    assert shown.endswith("<U+D800><U+DFFF><U+FFFE><U+FFFF>📰x")
