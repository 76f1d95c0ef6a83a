"""The standard library's `re` for a program that starts often: what compiling a pattern gives is kept between runs.

A run on one file uses up to eighty patterns; compiling them, and importing the compiler, takes longer than all the rest.
The compiler of `re` hands a list of numbers to the matching engine, `_sre`, which belongs to Python itself. What it
hands over is kept, and handed over again in a later run of the same Python. That is no public interface: where
anything about it is not as expected, `re.compile` does the work and nothing is kept.

Modules write `from artlint.base.startup import cached_re as re`. A pattern made for one text alone has no place here.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import *  # noqa: F403
    from typing import Any
else:
    I, M, S = 2, 8, 16  # noqa: E741
    IGNORECASE, DOTALL = I, S

    def compile(pattern, flags=0):
        try:
            return _ready[pattern, flags]
        except KeyError:
            return _make(pattern, flags)

    def match(pattern, string, flags=0):
        return compile(pattern, flags).match(string)

    def fullmatch(pattern, string, flags=0):
        return compile(pattern, flags).fullmatch(string)

    def search(pattern, string, flags=0):
        return compile(pattern, flags).search(string)

    def findall(pattern, string, flags=0):
        return compile(pattern, flags).findall(string)

    def finditer(pattern, string, flags=0):
        return compile(pattern, flags).finditer(string)

    def split(pattern, string, maxsplit=0, flags=0):
        return compile(pattern, flags).split(string, maxsplit)

    def sub(pattern, repl, string, count=0, flags=0):
        if isinstance(repl, str) and "\\" in repl:
            repl = _filled(repl)
        return compile(pattern, flags).sub(repl, string, count)

    def subn(pattern, repl, string, count=0, flags=0):
        return compile(pattern, flags).subn(repl, string, count)

    def escape(pattern):
        return pattern.translate(_SPECIAL)

    def __getattr__(name):
        import re

        return getattr(re, name)


_SPECIAL = {ord(c): f"\\{c}" for c in "()[]{}?*+-|^$\\.&~# \t\n\r\v\f"}
MAX_PATTERNS = 1000  # in memory, and in the file
_ready: dict[tuple[Any, int], Any] = {}
_stored: dict[tuple[Any, int], Any] | None = None
_new: dict[tuple[Any, int], Any] = {}


def _make(pattern: Any, flags: int) -> Any:
    """The compiled pattern, from what an earlier run has kept or from the compiler."""
    global _stored
    if _stored is None:
        from artlint.base.startup import disk_cache

        loaded = disk_cache.load(_file()) if disk_cache.enabled else None
        _stored = loaded if isinstance(loaded, dict) else {}
    if len(_ready) >= MAX_PATTERNS:  # patterns of many users' rules
        _ready.clear()
    key = pattern, int(flags)
    try:
        made = _replayed(pattern, _stored[key]) if key in _stored else _recorded(*key)
    except Exception:  # it is no public interface: whatever goes wrong, `re` says what is the matter, or does it
        import re

        made = re.compile(pattern, flags)
    _ready[key] = made
    return made


def _filled(template: str) -> Any:
    """A template such as “\\1”, as a function: to fill it in itself, the matching engine would import `re`."""
    first, *rest = template.split("\\")
    if not all("1" <= part[:1] <= "9" and not part[1:2].isdecimal() for part in rest):
        return template
    parts = [(int(part[0]), part[1:]) for part in rest]
    return lambda match: first + "".join([(match[number] or "") + text for number, text in parts])


def _recorded(pattern: Any, flags: int) -> Any:
    """The pattern as the compiler of `re` makes it; what that hands to the engine is kept for the next run.

    The compiler's own function runs here, with an engine that listens in the place of the one it knows.
    """
    import _sre  # type: ignore[import-not-found]
    import re
    from array import array
    from types import FunctionType, SimpleNamespace

    handed = []

    def listen(*arguments: Any) -> Any:
        handed.append(arguments)
        return _sre.compile(*arguments)

    compiler = re._compiler  # type: ignore[attr-defined]
    engine = SimpleNamespace(**{**vars(_sre), "compile": listen})
    made = FunctionType(compiler.compile.__code__, {**vars(compiler), "_sre": engine})(pattern, flags)
    ((_, all_flags, code, *groups),) = handed
    kept = all_flags, array("I", code).tobytes(), *groups
    if _replayed(pattern, kept) == made:  # Python compares patterns by their code
        _new[pattern, flags] = kept
    return made


def _replayed(pattern: Any, kept: Any) -> Any:
    """The pattern from what was kept: flags, code, the number of groups, and their names both ways."""
    import _sre

    flags, code, *groups = kept
    return _sre.compile(pattern, flags, memoryview(code).cast("I").tolist(), *groups)


def _file() -> str:
    import os
    import sys
    import zlib

    from artlint.base.startup import disk_cache

    environment = f"{sys.version}\n{sys.maxsize}\n{sys.byteorder}"
    return os.path.join(disk_cache.folder(), f"{zlib.crc32(environment.encode()):08x}.patterns")


def save() -> None:
    """Keep what this run had to compile, for the next one."""
    from artlint.base.startup import disk_cache

    if _new and _stored is not None and disk_cache.enabled:
        disk_cache.store(_file(), dict(list({**_stored, **_new}.items())[-MAX_PATTERNS:]))
