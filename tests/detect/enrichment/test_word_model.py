"""Names that people make need fewer bits than what a program draws at random."""

import json
import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringwall.detect.enrichment.word_model import FILE, LETTERS, measure_surprise

MADE_BY_PEOPLE = (
    "wikipedia", "stackoverflow", "microsoft", "washingtonpost", "letsencrypt", "cloudfront",
    "nanopool", "elastic-cloud", "volkswagen", "soundcloud", "googleapis", "netflix",
)  # fmt: skip


def test_names_that_people_make_are_no_surprise() -> None:
    assert [n for n in MADE_BY_PEOPLE if (measure_surprise(n) or 0) >= 5.5] == []


@pytest.mark.parametrize("letters", [string.ascii_lowercase, string.ascii_lowercase + "0123456789"])
def test_most_names_that_are_drawn_at_random_are(letters: str) -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    names = ["".join(chance.choices(letters, k=12)) for _ in range(500)]
    assert sum((measure_surprise(name) or 0) >= 5.5 for name in names) > 480


@pytest.mark.parametrize("label", ["", "short", "abcdef", "xn--bcher-kva"])
def test_a_short_label_and_another_script_are_not_judged(label: str) -> None:
    assert measure_surprise(label) is None


@given(st.text(min_size=7, max_size=80))
def test_any_label_has_a_measure(label: str) -> None:
    found = measure_surprise(label)
    assert found is None or 0 <= found <= 16


def test_the_model_says_when_and_from_what_it_was_made() -> None:
    found = json.loads(FILE.read_text(encoding="utf-8"))
    assert found["made"] > "2026-01-01"
    assert "botocore" in found["from"]
    assert found["letters"] == LETTERS
