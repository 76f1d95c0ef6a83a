"""Builds artlint/text/native with the wheel where a C compiler is at hand. Without one artlint works the same, more slowly."""

from __future__ import annotations

import os
import pathlib
import shutil
import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAME = "artlint.text.native._native"
# Without fused operations, whose results differ in the last bit from those of Python.
FLAGS = ["/O2", "/fp:precise"] if sys.platform == "win32" else ["-O3", "-g0", "-ffp-contract=off", "-fno-fast-math"]


class NativeHook(BuildHookInterface):
    """Compiles into the tree for an editable installation, into the wheel otherwise."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if os.environ.get("ARTLINT_NATIVE") == "0":
            return
        root = pathlib.Path(self.root)
        self._made = tempfile.mkdtemp()
        target = root if version == "editable" else pathlib.Path(self._made)
        built = compiled(root, target)
        if built is None:
            self.app.display_warning("artlint/text/native was not compiled: artlint will run without it")
        elif version != "editable":
            build_data["force_include"][str(built)] = str(built.relative_to(target))
            build_data["pure_python"], build_data["infer_tag"] = False, True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        shutil.rmtree(getattr(self, "_made", ""), ignore_errors=True)


def compiled(root: pathlib.Path, target: pathlib.Path) -> pathlib.Path | None:
    """The module, compiled under `target`; None where that failed."""
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    sources = sorted(map(str, (root / "artlint" / "text" / "native").glob("*.c")))
    extension = Extension(NAME, sources, extra_compile_args=FLAGS, optional=True)
    command = build_ext(Distribution({"ext_modules": [extension]}))
    command.build_lib = str(target)
    with tempfile.TemporaryDirectory() as command.build_temp:
        command.ensure_finalized()
        built = pathlib.Path(command.get_ext_fullpath(NAME))
        built.unlink(missing_ok=True)  # one that is left from an earlier build is none of these sources
        command.run()
    return built if built.exists() else None
