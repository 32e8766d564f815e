"""Why no call fixes what some controls find, from `unfixed.csv`: what a person has to do first."""

import csv
import functools
from fnmatch import fnmatchcase
from importlib import resources


@functools.cache
def load_unfixed() -> dict[str, str]:
    """Return the reasons, by the patterns of the controls that they are of."""
    text = (resources.files(__package__) / "unfixed.csv").read_text(encoding="utf-8")
    return {row["controls"]: row["reason"] for row in csv.DictReader(text.splitlines())}


def explain_unfixed(rule: str) -> str:
    """Return why no call fixes what a rule finds; '' where the catalog does not say."""
    reasons = load_unfixed().items()
    return next((reason for pattern, reason in reasons if fnmatchcase(rule, pattern)), "")
