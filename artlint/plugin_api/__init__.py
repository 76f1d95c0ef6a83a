"""What a plugin imports from artlint: these names are promised, the modules that they live in are not.

    from artlint.plugin_api import Check, Finding

docs/plugins.md says what each is for. A name's module is loaded when the name is first asked for, so that a plugin that
brings a check does not wait for sources and output formats.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from artlint.base.errors import ArtlintError
    from artlint.base.model import Diagnostic, Edit, Fact, Finding, Fix, Position, Related, Result, Span
    from artlint.checks.base import Check, OptionError
    from artlint.checks.corpus.base import Conclusion, CorpusCheck, Note
    from artlint.project.decode import Decoded, NotText
    from artlint.project.text_source import MarkdownSource, TextSource
    from artlint.reporters.base import Context, Reporter
    from artlint.text.article import Article
    from artlint.text.blocks import Block
else:  # a type checker that saw __getattr__ would believe that every name exists
    _NAMES = {
        "artlint.base.errors": "ArtlintError",
        "artlint.base.model": "Diagnostic Edit Fact Finding Fix Position Related Result Span",
        "artlint.checks.base": "Check OptionError",
        "artlint.checks.corpus.base": "Conclusion CorpusCheck Note",
        "artlint.project.decode": "Decoded NotText",
        "artlint.project.text_source": "MarkdownSource TextSource",
        "artlint.reporters.base": "Context Reporter",
        "artlint.text.article": "Article",
        "artlint.text.blocks": "Block",
    }
    _MODULES = {name: module for module, names in _NAMES.items() for name in names.split()}

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module 'artlint.plugin_api' has no attribute {name!r}")
        return getattr(__import__(_MODULES[name], fromlist=[name]), name)

    def __dir__():
        return __all__


__all__ = [
    "Article",
    "ArtlintError",
    "Block",
    "Check",
    "Conclusion",
    "Context",
    "CorpusCheck",
    "Decoded",
    "Diagnostic",
    "Edit",
    "Fact",
    "Finding",
    "Fix",
    "MarkdownSource",
    "NotText",
    "Note",
    "OptionError",
    "Position",
    "Related",
    "Reporter",
    "Result",
    "Span",
    "TextSource",
]
