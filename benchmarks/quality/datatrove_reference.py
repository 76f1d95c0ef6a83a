"""datatrove's own four filters over a JSON Lines file of articles. Runs in the evaluation's environment, not artlint's.

    VENV/bin/python benchmarks/quality/datatrove_reference.py IN.jsonl OUT.jsonl [--no-words]

For each line of IN (`text`) a line of OUT with the text, the reason why each filter drops the article (empty where it keeps it; a
filter stops at its first reason), and the words as datatrove splits them. The last line has the seconds that the
filters took, with the words of an article split once for all that ask for them; what datatrove loads with its first
article (spaCy, for one) is not counted.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from typing import Any

FILTERS = {
    "datatrove-gopher-quality": "GopherQualityFilter",
    "datatrove-gopher-repetition": "GopherRepetitionFilter",
    "datatrove-c4": "C4QualityFilter",
    "datatrove-fineweb": "FineWebQualityFilter",
}


def verdict(quality: Any, document: Any) -> str:
    """The reason for which the filter drops the document, or an empty string."""
    try:
        result = quality.filter(document)
    except Exception as error:  # it divides by the number of words: an article without any stops its pipeline
        return f"error: {type(error).__name__}"
    return "" if result is True else str(result[1])


def main() -> None:
    source, target = sys.argv[1:3]
    module = importlib.import_module("datatrove.pipeline.filters")
    text_module = importlib.import_module("datatrove.utils.text")
    make = importlib.import_module("datatrove.data").Document
    filters = {pack: getattr(module, name)() for pack, name in FILTERS.items()}
    for quality in filters.values():
        verdict(quality, make(text="It was closed. The old harbour is shut for a week.\n" * 9, id=""))
    text_module.split_into_words("It was closed.")
    taken = 0.0
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
        for line in lines:
            text = json.loads(line)["text"]
            start = time.process_time()
            row: dict[str, Any] = {"text": text}
            row |= {pack: verdict(f, make(text=text, id="")) for pack, f in filters.items()}
            taken += time.process_time() - start
            if "--no-words" not in sys.argv:
                row["words"] = text_module.split_into_words(text) if text else []
            out.write(json.dumps(row) + "\n")
        out.write(json.dumps({"seconds": taken}) + "\n")


if __name__ == "__main__":
    main()
