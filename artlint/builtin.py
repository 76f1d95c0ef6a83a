"""artlint's own checks, sources and reporters, through the hooks that plugins use.

The built-in rules (rules/*.yaml) need no mention here: packs.py reads that folder first.
"""

from __future__ import annotations

_C, _R = "artlint.checks.", "artlint.reporters."


def artlint_checks() -> dict[str, str]:
    return {
        "pattern": _C + "pattern:Pattern",
        "lines": _C + "lines:Lines",
        "stray-number": _C + "numbers:StrayNumber",
        "furniture": _C + "furniture:Furniture",
        "section": _C + "section:Section",
        "repeats": _C + "repeats:Repeats",
        "stamps": _C + "stamps:Stamps",
        "repeated-sentences": _C + "sentences:RepeatedSentences",
        "repeated-title": _C + "titles:RepeatedTitle",
        "missing-title": _C + "titles:MissingTitle",
        "text-before-title": _C + "titles:TextBeforeTitle",
        "ending": _C + "ending:Ending",
        "citations": _C + "citations:Citations",
        "names": _C + "names:Names",
        "quotes": _C + "quotes:Quotes",
        "metric": _C + "metrics:Metric",
        "repeated-words": _C + "standards_ngrams:RepeatedWords",
        "c4": _C + "standards_c4:C4",
        "line-corrections": _C + "standards_refinedweb:LineCorrections",
        "consistency": _C + "consistency:Consistency",
        "empty-section": _C + "structure:EmptySection",
        "empty": _C + "structure:Empty",
        "mojibake": _C + "mojibake:Mojibake",
        "duplicate-article": _C + "duplicates:DuplicateArticle",
        "near-duplicate-article": _C + "near_duplicates:NearDuplicateArticle",
        "repeated-across-articles": _C + "repeated_lines:RepeatedAcross",
        "name-variant-across-articles": _C + "name_variants:NameVariant",
        "seen-paragraphs": _C + "standards_ccnet:SeenParagraphs",
        "engine": _C + "internal:Internal",
    }


def artlint_sources() -> dict[str, str]:
    return {
        ".txt": "artlint.sources.text:Text",
        ".text": "artlint.sources.text:Text",
        ".md": "artlint.sources.text:Markdown",
        ".markdown": "artlint.sources.text:Markdown",
    }


def artlint_reporters() -> dict[str, str]:
    return {
        "full": _R + "full:Full",
        "concise": _R + "concise:Concise",
        "json": _R + "json:Json",
        "json-lines": _R + "json:JsonLines",
        "sarif": _R + "sarif:Sarif",
        "github": _R + "github:GitHub",
        "gitlab": _R + "gitlab:GitLab",
        "junit": _R + "junit:JUnit",
        "rdjson": _R + "rdjson:RdJson",
        "html": _R + "html:Html",
        "jsonl": "artlint.data.sinks:Jsonl",
        "parquet": "artlint.data.sinks:Parquet",
        "dolma": "artlint.data.sinks:Dolma",
    }
