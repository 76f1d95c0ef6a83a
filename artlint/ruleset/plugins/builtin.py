"""artlint's own checks, sources and reporters, through the hooks that plugins use.

The built-in rules (rules/*.yaml) need no mention here: rule_packs.py reads that folder first.
"""

from __future__ import annotations

_C, _R = "artlint.checks.", "artlint.reporters."


def artlint_checks() -> dict[str, str]:
    return {
        "pattern": _C + "pattern:Pattern",
        "assistant": _C + "assistant:Assistant",
        "program-code": _C + "program_code:ProgramCode",
        "lines": _C + "lines:Lines",
        "stray-number": _C + "stray_number:StrayNumber",
        "furniture": _C + "boilerplate:Boilerplate",
        "section": _C + "section:Section",
        "passage": _C + "passage:Passage",
        "embedded-post": _C + "embedded_post:EmbeddedPost",
        "date-line": _C + "date_line:DateLine",
        "stamp-in-line": _C + "stamp_in_line:StampInLine",
        "no-article": _C + "no_article:NoArticle",
        "repeats": _C + "repeated_blocks:Repeats",
        "stamps": _C + "comment_headers:Stamps",
        "repeated-sentences": _C + "repeated_sentences:RepeatedSentences",
        "repeated-title": _C + "titles:RepeatedTitle",
        "missing-title": _C + "titles:MissingTitle",
        "text-before-title": _C + "titles:TextBeforeTitle",
        "ending": _C + "ending:Ending",
        "beginning": _C + "beginning:Beginning",
        "broken-paragraph": _C + "broken_paragraph:BrokenParagraph",
        "hole": _C + "hole:Hole",
        "citations": _C + "citations:Citations",
        "names": _C + "names:Names",
        "known-names": _C + "known_names:KnownNames",
        "number-not-in-source": _C + "against.numbers:NumbersAgainstSource",
        "quotation-not-in-source": _C + "against.quotations:QuotationsAgainstSource",
        "name-not-in-source": _C + "against.names:NamesAgainstSource",
        "date-not-in-source": _C + "against.dates:DatesAgainstSource",
        "quotes": _C + "quotes:Quotes",
        "metric": _C + "standards.metric:Metric",
        "repeated-words": _C + "standards.repeated_ngrams:RepeatedWords",
        "c4": _C + "standards.c4:C4",
        "line-corrections": _C + "standards.refinedweb:LineCorrections",
        "consistency": _C + "consistency:Consistency",
        "empty-section": _C + "structure:EmptySection",
        "empty": _C + "structure:Empty",
        "mojibake": _C + "mojibake:Mojibake",
        "duplicate-article": _C + "corpus.duplicates:DuplicateArticle",
        "near-duplicate-article": _C + "corpus.near_duplicates:NearDuplicateArticle",
        "altered-quotation": _C + "corpus.altered_quotations:AlteredQuotation",
        "rewritten-article": _C + "corpus.rewritten_articles:RewrittenArticle",
        "repeated-across-articles": _C + "corpus.repeated_lines:RepeatedAcross",
        "name-variant-across-articles": _C + "corpus.name_variants:NameVariant",
        "seen-paragraphs": _C + "corpus.seen_paragraphs:SeenParagraphs",
        "fused-sentences": _C + "fused_sentences:FusedSentences",
        "fused-words": _C + "fused_words:FusedWords",
        "split-words": _C + "split_words:SplitWords",
        "spacing": _C + "spacing:Spacing",
        "unspaced": _C + "unspaced:Unspaced",
        "look-alikes": _C + "look_alikes:LookAlikes",
        "doubled-words": _C + "doubled_words:DoubledWords",
        "share-row": _C + "share_row:ShareRow",
        "scene-caption": _C + "scene_caption:SceneCaption",
        "substitution": _C + "substitution:Substitution",
        "engine": "artlint.engine.notice:Notice",
    }


def artlint_sources() -> dict[str, str]:
    return {
        ".txt": "artlint.project.text_source:TextSource",
        ".text": "artlint.project.text_source:TextSource",
        ".md": "artlint.project.text_source:MarkdownSource",
        ".markdown": "artlint.project.text_source:MarkdownSource",
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
        "jsonl": "artlint.records.writers:Jsonl",
        "parquet": "artlint.records.writers:Parquet",
        "dolma": "artlint.records.writers:Dolma",
    }
