"""What travels with a job: the settings, the rules and the plugins of the machine that sends it, as bytes.

Everything is settled before: configuration files are read, merged and checked, and rules are plain data (see rule_packs.py).
So a worker reads no file of the sender's, and parses none of artlint's own either. Only the code of plugins is unpacked
there, as files, because rules and data lie beside it.
"""

from __future__ import annotations

import importlib
import os
import pickle
import sys
import tempfile
import zlib
from functools import cache, partial

from artlint.base.errors import ArtlintError
from artlint.base.version import __version__
from artlint.engine.linter import Linter
from artlint.records.fix_batch import BatchFixer
from artlint.ruleset.entries import plain
from artlint.ruleset.plugins import registry
from artlint.ruleset.rule import RuleRecord
from artlint.ruleset.selection import Selection
from artlint.ruleset.settings import Settings
from artlint.spark.job_options import JobOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    import pyarrow as pa

    Work = Callable[[pa.RecordBatch], pa.RecordBatch]

# What can be asked for, a byte each. The stages of the rules that look across articles are the digits from 1.
LINT, FIX, COLLECT, REPORT = b"l", b"f", b"c", b"r"
PASSED_OVER = ("__pycache__", ".git")


def pack(linter: Linter, options: JobOptions) -> bytes:
    """All that `linter` was made from, and what is asked of it, as bytes."""
    settings = linter.settings
    content = {
        "version": __version__,
        "python": sys.version_info[:2],
        "folder": os.getcwd(),
        "options": options.plain(),
        "settings": (settings.values, settings.origins, settings.root, settings.files),
        "rules": [plain(record) for record in linter.selection.records],
        "plugins": _plugins(),
    }
    return zlib.compress(pickle.dumps(content, protocol=5))


def _plugins() -> list[dict[str, Any]]:
    """Each plugin: its entry point, who made it, and the files of the package that it is in."""
    out = []
    for name, value, origin in registry.entry_points():
        top = importlib.import_module(value.partition(":")[0].partition(".")[0])
        files: dict[str, bytes] = {}
        for folder in getattr(top, "__path__", ()):
            base = os.path.dirname(os.path.abspath(folder))
            for at, folders, names in os.walk(folder):
                folders[:] = sorted(f for f in folders if f not in PASSED_OVER)
                files |= {os.path.relpath(p, base): _bytes(p) for p in (os.path.join(at, n) for n in sorted(names))}
        if not files and top.__file__:
            files[os.path.basename(top.__file__)] = _bytes(top.__file__)
        out.append({"name": name, "value": value, "origin": origin, "files": files})
    return out


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def load(payload: bytes) -> Callable[[bytes], Work]:
    """From an operation to the function from a record batch to a record batch that it is with this payload.

    Once in a process: plugins are the process's. Raises ArtlintError.
    """
    content = pickle.loads(zlib.decompress(payload))
    for what, here in (("version", __version__), ("python", sys.version_info[:2])):
        if content[what] != here:
            name = "artlint" if what == "version" else "Python"
            there, mine = (v if isinstance(v, str) else ".".join(map(str, v)) for v in (content[what], here))
            raise ArtlintError(
                f"the job was sent by {name} {there}, and this worker has {name} {mine}\n"
                f"  help: install the same on every machine (PYSPARK_PYTHON names the Python)"
            )
    if content["plugins"]:
        _install(content["plugins"])
    options = JobOptions.from_plain(content["options"])
    settings = Settings(*content["settings"])
    selection = Selection(
        settings,
        **options.lint.selectors,
        records=[RuleRecord.from_plain(r) for r in content["rules"]],
        folder=content["folder"],
    )
    linter = Linter(settings, selection)

    @cache
    def work(operation: bytes) -> Work:
        if operation == FIX:
            return BatchFixer(lambda _: linter, options.safeties).fix
        from artlint.spark.facts import Corpus
        from artlint.spark.result_frame import RowLinter

        if operation == LINT:
            return RowLinter(linter, options.fail_on).lint
        corpus = Corpus(linter, options.fail_on)
        if operation.isdigit():
            return partial(corpus.conclude, int(operation))
        return corpus.collect if operation == COLLECT else corpus.report

    return work


def _install(shipped: list[dict[str, Any]]) -> None:
    """Put plugins where Python finds them, as pip would: the files, and beside them what names the entry point."""
    base = os.environ.get("SPARK_LOCAL_DIRS", "").split(",")[0]  # Spark empties it when the application ends
    folder = tempfile.mkdtemp(prefix="artlint-", dir=base if os.path.isdir(base) else None)
    for plugin in shipped:
        package, _, version = plugin["origin"].rpartition(" ")
        about = f"{package.replace('-', '_')}-{version}.dist-info"
        files = {
            **plugin["files"],
            f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n".encode(),
        }
        for name, data in files.items():
            _write(os.path.join(folder, name), data)
        with open(os.path.join(folder, about, "entry_points.txt"), "a", encoding="utf-8") as file:
            file.write(f"[{registry.GROUP}]\n" if not file.tell() else "")
            file.write(f"{plugin['name']} = {plugin['value']}\n")
    sys.path.insert(0, folder)  # before what is installed here, which may be another version
    importlib.invalidate_caches()


def _write(path: str, data: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
