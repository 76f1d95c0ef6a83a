"""Subtitle files for artlint: how they are read, two mechanisms, rules that use them, and a format for spreadsheets."""

from __future__ import annotations

from pathlib import Path


def artlint_checks() -> dict[str, str]:
    return {"capitals": "artlint_subtitles.capitals:Capitals", "same-opening": "artlint_subtitles.opening:SameOpening"}


def artlint_rule_packs() -> list[str]:
    return [str(Path(__file__).with_name("subtitles.yaml"))]


def artlint_sources() -> dict[str, str]:
    return {".srt": "artlint_subtitles.srt:SubRip"}


def artlint_reporters() -> dict[str, str]:
    return {"csv": "artlint_subtitles.table:Csv"}
