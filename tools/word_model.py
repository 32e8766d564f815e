"""Trains the model of words by which generated domains are recognized; run it by its name.

The words are those of botocore's documentation of AWS (Apache-2.0). A label that people register
is a word, or two of them without a space, at times with a number.
"""

import base64
import html
import json
import math
import random
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import product

import botocore
from botocore.loaders import create_loader

from ringwall.detect.enrichment.word_model import FILE, LETTERS, STEPS

SERVICES = 400
PRIOR = 5
"""How much the shorter context counts beside what was seen of the longer one."""
SHARE = 0.02
"""How much of the probability every letter has, whatever stands before."""
SEED = 20261130
LONGEST = 14


def read_words() -> Counter[str]:
    """Return the words of botocore's documentation, each with how often it is there."""
    loader = create_loader()
    words: Counter[str] = Counter()
    for service in loader.list_available_services("service-2")[:SERVICES]:
        model = loader.load_service_model(service, "service-2")
        for text in _find_texts(model):
            plain = re.sub(r"<[^>]+>", " ", html.unescape(text)).lower()
            words.update(re.findall(rf"\b[a-z]{{3,{LONGEST}}}\b", plain))
    return Counter({word: count for word, count in words.items() if count > 2})  # noqa: PLR2004


def _find_texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "documentation" and isinstance(inner, str):
                yield inner
            else:
                yield from _find_texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _find_texts(inner)


def make_labels(words: Counter[str]) -> Iterator[tuple[str, float]]:
    """Yield labels as people register them, each with its weight: a rare word counts, too."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    names = sorted(words)
    for word in names:
        weight = 1 + math.log(words[word])
        yield word, weight
        other = chance.choice(names)
        yield f"{word}{other}", 1.0
        yield f"{word}-{other}", 0.2
        yield f"{word}{chance.randrange(1000)}", 0.2


def train() -> bytes:
    """Return the table: for each two letters, the bits of the next one."""
    counts: defaultdict[str, float] = defaultdict(float)
    for label, weight in make_labels(read_words()):
        for place in range(len(label) + 1):
            counts[f"^^{label}^"[place : place + 3]] += weight
    lasts, ends = _sum(counts, 2, 3), _sum(counts, 1, 3)
    firsts, middles, all_ = _sum(counts, 0, 2), _sum(counts, 1, 2), sum(counts.values())
    table = bytearray()
    for a, b, c in product(LETTERS, repeat=3):
        pair = (ends[b + c] + PRIOR * lasts[c] / all_) / (middles[b] + PRIOR)
        triple = (counts[a + b + c] + PRIOR * pair) / (firsts[a + b] + PRIOR)
        chance = (1 - SHARE) * triple + SHARE / len(LETTERS)
        table.append(min(255, round(-math.log2(chance) * STEPS)))
    return bytes(table)


def _sum(counts: Mapping[str, float], start: int, end: int) -> defaultdict[str, float]:
    found: defaultdict[str, float] = defaultdict(float)
    for letters, count in counts.items():
        found[letters[start:end]] += count
    return found


if __name__ == "__main__":
    FILE.write_text(
        json.dumps(
            {
                "made": f"{datetime.now(UTC):%Y-%m-%d}",
                "from": f"the documentation in botocore {botocore.__version__} (Apache-2.0)",
                "letters": LETTERS,
                "table": base64.b85encode(zlib.compress(train(), 9)).decode(),
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )
