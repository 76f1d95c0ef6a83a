"""The parts that are also written in C, for speed, where a compiler was at hand when artlint was installed.

The Python modules say what is to be computed and are used where this is not built: nothing but the time differs, which
a test holds. ARTLINT_NATIVE=0 (or no, off, false) in the environment turns it off.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

built: Any = None
if os.environ.get("ARTLINT_NATIVE", "").lower() not in ("0", "no", "off", "false"):
    try:
        from artlint.text.native import _native as built  # type: ignore[attr-defined,no-redef]  # noqa: F401
    except ImportError:
        pass
