"""How much longer a longer text may take."""

from __future__ import annotations

MOST = 7  # times as long for four times the text; what grows as the square does takes sixteen

FLOOR = 0.03  # seconds: less is noise

SIZE = 30_000  # characters, and four times as many
