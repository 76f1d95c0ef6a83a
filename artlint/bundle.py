"""artlint's own modules in one file: to look for fifty takes a tenth of the time that a run on one article does.

What a plain run has imported is kept as code, under size and time of every module, as Python keeps it in __pycache__.
Only the command itself uses it; whoever imports artlint goes by the files.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib

from artlint import snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any

KEPT = 10  # bundles: of other versions and environments


class Bundle:
    """Finds and loads the modules that it has, for `sys.meta_path`."""

    def __init__(self) -> None:
        self._before = set(sys.modules)
        found = snapshot.load(_file())
        self._modules: dict[str, tuple[str, bool, bytes]] = {}  # file, is a package, code
        match found:
            case (str(signature), dict(modules)) if signature == snapshot.signature():
                self._modules = modules

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name not in self._modules:
            return None
        file, is_package, _ = self._modules[name]
        # Of importlib.machinery, which would have to be imported.
        spec = type(sys.__spec__)(name, self, origin=file, is_package=is_package)  # type: ignore[arg-type]
        spec.has_location = True
        if is_package:
            spec.submodule_search_locations = [os.path.dirname(file)]
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """The usual kind of module."""

    def exec_module(self, module: ModuleType) -> None:
        exec(marshal.loads(self._modules[module.__name__][2]), module.__dict__)

    def save(self) -> None:
        """Keep what had to be taken from elsewhere, too; but not of a run that made what others find made."""
        if snapshot.made:
            return
        new: dict[str, tuple[str, bool, bytes]] = {}
        for name in sys.modules.keys() - self._before:
            if name.startswith("artlint."):
                spec: Any = sys.modules[name].__spec__
                get_code = getattr(spec.loader, "get_code", None)  # a bundle has none
                if code := get_code and get_code(name):  # nor has the part in C any code
                    new[name] = spec.origin, spec.submodule_search_locations is not None, marshal.dumps(code)
        if new:
            snapshot.store(_file(), (snapshot.signature(), {**self._modules, **new}), KEPT)


def _file() -> str:
    environment = f"{sys.version}\n{sys.flags.optimize}\n{__file__}"
    return os.path.join(snapshot.folder(), f"{zlib.crc32(environment.encode()):08x}.bundle")
