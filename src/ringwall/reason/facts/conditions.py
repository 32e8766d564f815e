"""The conditions of an access as a fact: not known where the access is not known."""

from collections.abc import Iterable

from ringwall.reason.iam.symbolic.contexts.access_answer import AccessVerdict


def known_conditions(verdict: AccessVerdict, conditions: Iterable[str]) -> list[str] | None:
    """Return the conditions that limit an access; NULL where it is not known what limits it.

    An empty list means that nothing does.
    """
    return None if verdict == "unknown" else list(conditions)
