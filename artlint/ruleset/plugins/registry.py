"""The pluggy hooks by which checks, rule packs, sources and reporters come into artlint.

A package adds to artlint by an entry point of the group `artlint` that names a module or object with any of
these functions; artlint's own parts (artlint/ruleset/plugins/builtin.py) come in by the same ones. Each is called once, when
artlint starts, and returns values; none runs per article.

``artlint_checks() -> dict[str, str | type]``
    Mechanisms by name: a `Check` class, or "module:Class" to import it only when a rule uses it.
``artlint_rule_packs() -> list[str]``
    Paths of YAML rule files, or of folders of them.
``artlint_sources() -> dict[str, str | type]``
    Readers by file ending (".txt"): see artlint/project/text_source.py.
``artlint_reporters() -> dict[str, str | type]``
    Output formats by name: see artlint/reporters/base.py.
"""

from __future__ import annotations

import os
import sys

from artlint.base.errors import ArtlintError, nearest
from artlint.base.startup import disk_cache
from artlint.ruleset.plugins import builtin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from artlint.checks.base import Check

GROUP = "artlint"
HOOKS = ("artlint_checks", "artlint_rule_packs", "artlint_sources", "artlint_reporters")

_tables: dict[str, list[tuple[Any, str]]] | None = None
_version_key = ""


def entry_points() -> list[tuple[str, str, str]]:
    """(name, "module:object", "package version") of each installed plugin. The scan is stored per environment, to which
    the folder in which Python was started does not belong: a checkout may hold what looks like a plugin."""
    try:
        started_in = os.getcwd()
    except OSError:  # it is gone
        started_in = ""
    folders = [p for p in sys.path if p and p != started_in and os.path.isdir(p)]

    def scan() -> tuple[list[tuple[str, str, str]], list[str]]:
        from importlib.metadata import distributions

        found = {
            (e.name, e.value, f"{d.metadata['Name']} {d.version}")
            for d in distributions(path=folders)
            for e in d.entry_points
            if e.group == GROUP
        }
        return sorted(found), []

    stamps = [f"{p} {os.stat(p).st_mtime_ns}" for p in folders]
    return disk_cache.get_or_build("plugins\n" + "\n".join(stamps), scan)


def _values() -> dict[str, list[tuple[Any, str]]]:
    """What each hook returned, with the origin of each value. Raises ArtlintError for a plugin that fails."""
    global _tables
    if _tables is None:
        found = entry_points()
        if found:
            _tables = _ask_pluggy(found)
        else:  # the same functions, without importing pluggy for nobody's sake
            _tables = {hook: [(getattr(builtin, hook)(), "artlint")] for hook in HOOKS if hasattr(builtin, hook)}
    return _tables


def _ask_pluggy(found: list[tuple[str, str, str]]) -> dict[str, list[tuple[Any, str]]]:
    import importlib

    from artlint.ruleset.plugins.hookspecs import Manager

    pm = Manager(HOOKS)
    pm.register(builtin, "artlint")
    for name, value, origin in found:
        module, _, attribute = value.partition(":")
        try:
            plugin: Any = importlib.import_module(module)
            for part in filter(None, attribute.split(".")):
                plugin = getattr(plugin, part)
        except Exception as error:
            raise ArtlintError(
                f"the plugin “{name}” ({origin}) failed to load: {type(error).__name__}: {error}\n"
                f"  help: fix it, or uninstall {origin.split()[0]}"
            ) from error
        for attribute in dir(plugin):
            if attribute.startswith("artlint_") and attribute not in HOOKS:
                raise ArtlintError(
                    f"the plugin “{name}” ({origin}) has an unknown hook “{attribute}”\n"
                    f"  help: {nearest(attribute, HOOKS) or 'known: ' + ', '.join(HOOKS)}"
                )
        pm.register(plugin, origin)
    global _version_key
    _version_key = "\n".join(part for _, value, origin in found for part in (origin, *_code(value.partition(":")[0])))
    tables: dict[str, list[tuple[Any, str]]] = {}
    for hook in HOOKS:
        for impl in getattr(pm.hook, hook).get_hookimpls():
            try:
                value = impl.function()
            except Exception as error:
                raise ArtlintError(
                    f"the plugin “{impl.plugin_name}” failed in {hook}: {type(error).__name__}: {error}"
                ) from error
            tables.setdefault(hook, []).append((value, impl.plugin_name))
    return tables


def _code(module: str) -> list[str]:
    """The files of the package that a plugin's module is in, with size and time."""
    top = sys.modules[module.partition(".")[0]]
    places = [(at, names) for folder in getattr(top, "__path__", ()) for at, _, names in os.walk(folder)]
    files = [os.path.join(at, name) for at, names in places for name in names if name.endswith((".py", ".so", ".pyd"))]
    files = files or [f for f in (top.__file__,) if f]
    return [f"{file} {os.stat(file).st_size} {os.stat(file).st_mtime_ns}" for file in sorted(files)]


def version_key() -> str:
    """Versions and code of the plugins: part of the key of all that is kept between runs and that they helped to make."""
    _values()
    return _version_key


def _table(hook: str, what: str) -> dict[str, tuple[Any, str]]:
    out: dict[str, tuple[Any, str]] = {}
    for value, origin in _values().get(hook, ()):
        if not isinstance(value, dict):
            raise ArtlintError(f"the plugin “{origin}” must return a dict from {hook}, not {type(value).__name__}")
        for name, item in value.items():
            if name in out:
                raise ArtlintError(
                    f"the {what} “{name}” comes from “{out[name][1]}” and from “{origin}”: uninstall one of them"
                )
            out[name] = (item, origin)
    return out


def _resolve(item: Any, what: str, origin: str) -> Any:
    if not isinstance(item, str):
        return item
    module, _, attribute = item.partition(":")
    try:
        return getattr(__import__(module, fromlist=[attribute]), attribute)  # importlib would have to be imported
    except ArtlintError:
        raise  # it says itself what is missing
    except Exception as error:
        raise ArtlintError(
            f"the {what} “{item}” of “{origin}” failed to load: {type(error).__name__}: {error}"
        ) from error


def checks() -> dict[str, tuple[Any, str]]:
    """Mechanisms by name, each with its origin."""
    return _table("artlint_checks", "check")


def check_class(name: str) -> type[Check]:
    """The class of a mechanism."""
    item, origin = checks()[name]
    found: type[Check] = _resolve(item, "check", origin)
    return found


def rule_packs() -> list[tuple[str, str]]:
    """(path, origin) of the rule packs that plugins bring."""
    out = []
    for value, origin in _values().get("artlint_rule_packs", ()):
        if not isinstance(value, (list, tuple)):
            raise ArtlintError(
                f"the plugin “{origin}” must return a list from artlint_rule_packs, not {type(value).__name__}"
            )
        out += [(str(p), origin) for p in value]
    return out


def sources() -> dict[str, tuple[Any, str]]:
    """Readers by file ending, each with its origin."""
    return _table("artlint_sources", "source")


def source_class(ending: str) -> Any:
    item, origin = sources()[ending]
    return _resolve(item, "source", origin)


def reporters() -> dict[str, tuple[Any, str]]:
    """Output formats by name, each with its origin."""
    return _table("artlint_reporters", "output format")


def reporter_class(name: str) -> Any:
    item, origin = reporters()[name]
    return _resolve(item, "output format", origin)
