"""JUnit XML, which nearly every CI server shows: a suite for each file, a test case for each diagnostic.

Suites are written as the articles come, so the counts stand on the suites and not on the document.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from artlint.base.model import RecordPath
from artlint.base.shown_text import one_line
from artlint.reporters.shape import Document, file_of, line_of, place, sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from artlint.base.model import Diagnostic, Result


class JUnit(Document):
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="artlint">'
    tail = "</testsuites>"

    def parts(self, result: Result) -> Iterator[str]:
        # All text passes through one_line, which leaves no character that XML 1.0 forbids.
        path = one_line(result.path)
        suite = ET.Element("testsuite", name=path)
        for d in result.diagnostics:
            _diagnostic(suite, path, d)
        if result.problem:
            case = ET.SubElement(suite, "testcase", name="readable", classname=path)
            ET.SubElement(case, "error", message=one_line(result.problem), type="error")
        elif not result.diagnostics:
            ET.SubElement(suite, "testcase", name="no findings", classname=path)
        suite.set("tests", str(len(suite)))
        suite.set("failures", str(len(suite.findall("testcase/failure"))))
        suite.set("errors", str(len(suite.findall("testcase/error"))))
        ET.indent(suite)
        yield ET.tostring(suite, encoding="unicode")


def _diagnostic(suite: ET.Element, path: str, d: Diagnostic) -> None:
    name = f"{d.code} {d.rule} at {d.start.row}:{d.start.column}"
    row = line_of(d.path) if isinstance(d.path, RecordPath) else d.start.row
    case = ET.SubElement(suite, "testcase", name=name, classname=path, file=one_line(file_of(d.path)), line=str(row))
    if d.severity == "info":
        out = ET.SubElement(case, "system-out")
    else:
        out = ET.SubElement(case, "failure", message=one_line(d.message), type=d.severity)
    out.text = f"{place(d.path, *d.start)}: {sentence(d)}"
