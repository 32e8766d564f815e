"""How little a label looks like words: a model of three letters in a row.

`tools/word_model.py` trains it on the words of botocore's documentation (Apache-2.0), alone and in
pairs, since people register words and pairs of words. The table has, for each two letters and the
next, the bits that the next one needs: the negative logarithm of its probability.
"""

import base64
import json
import zlib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("word_model.json")
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-^"
"""What labels are made of; `^` stands before the first letter and after the last."""
STEPS = 16
"""Into how many steps a bit is divided in the file."""
SHORTEST = 7
"""Letters of a label that can be judged: shorter ones are often initials."""
_PLACES = {letter: place for place, letter in enumerate(LETTERS)}


def measure_surprise(label: str) -> float | None:
    """Return the bits that the model needs for a letter of a label; None for a short label.

    A label in another script (`xn--`) is not judged either: its letters are an encoding.
    """
    if len(label) < SHORTEST or label.startswith("xn--"):
        return None
    table, width = _read_table(), len(LETTERS)
    end = _PLACES["^"]
    first = second = end
    total = 0
    for letter in (*label.lower(), "^"):
        third = _PLACES.get(letter, _PLACES["-"])
        total += table[(first * width + second) * width + third]
        first, second = second, third
    return round(total / STEPS / (len(label) + 1), 3)


@cache
def _read_table() -> bytes:
    found = json.loads(FILE.read_text(encoding="utf-8"))
    return zlib.decompress(base64.b85decode(found["table"]))
