"""The rules: artlint's own, those of plugins, and those of the user, ready to run."""

from __future__ import annotations

import os

from artlint.base.startup import disk_cache
from artlint.ruleset.plugins import registry
from artlint.ruleset.rule import RuleRecord, builtin_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


def builtin_version_key() -> str:
    """Size and time of artlint's own rule files: like its modules, they are not read to see whether they changed."""
    places = sorted(place for place, _, _ in os.walk(builtin_folder()))
    return "\n".join([line for place in places for line in (place, *disk_cache.listing(place, (".yaml", ".yml")))])


def load(paths: Iterable[str] = (), *, examples: bool = False) -> list[RuleRecord]:
    """The records of all rules: artlint's own, those of plugins, and those at the user's `paths`.

    Without `examples` their list is left out: a run on articles needs none of them, and starts faster.

    Raises ArtlintError for a file that cannot be read, an entry that is wrong, or a name or code used twice.
    """
    sources = [(builtin_folder(), "artlint"), *registry.rule_packs()]
    taken = [os.path.abspath(p) for p, _ in sources]
    sources += [(p, "") for p in paths if not any((os.path.abspath(p) + os.sep).startswith(t + os.sep) for t in taken)]
    key = "\n".join([f"packs {examples}", *(f"{p}\t{o}" for p, o in sources), registry.version_key()])

    def build() -> tuple[list[dict[str, Any]], list[str]]:
        from artlint.ruleset import rule_files

        return rule_files.build(sources, examples)

    return [RuleRecord.from_plain(r) for r in disk_cache.get_or_build(key, build, builtin_version_key())]
