"""Handing evidence over takes two persons: one releases it, another one takes it out.

A release is a custody entry, signed with the manifest. It is used up by an export, and ends by
itself after a day.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ringwall.model.errors import NotAuthorized
from ringwall.model.evidence import CustodyEntry, EvidenceItem, EvidenceManifest

LASTS = timedelta(days=1)
IdentifyPerson = Callable[[str], str]
"""Returns the person who has an ARN, or the ARN where that is not known."""


@dataclass(frozen=True)
class EvidenceRelease:
    """What may be taken out, by whom."""

    entry: CustodyEntry
    sensitive: bool
    items: tuple[EvidenceItem, ...]
    """What is handed over."""
    left_out: tuple[int, ...]
    """The numbers of the items with files that are not."""


def find_release(
    manifest: EvidenceManifest,
    who: str,
    now: datetime,
    identify: IdentifyPerson,
    *,
    sensitive: bool,
) -> EvidenceRelease:
    """Return the release by which a person may take evidence out now.

    NotAuthorized where there is none, where it is used up, late or of the same person, or where
    sensitive items are wanted and it does not cover these.
    """
    again = (
        f"let another person release it: ringwall evidence release {manifest.case} --reason TEXT"
    )
    entry = _find_open(manifest.custody)
    if entry is None:
        raise NotAuthorized(f"{manifest.case}: nobody has released this evidence; {again}")
    if identify(entry.who) == identify(who):
        raise NotAuthorized(
            f"{manifest.case}: {entry.who} has released it and cannot take it out, too; {again}"
        )
    released = datetime.fromisoformat(entry.at)
    if not released <= now <= released + LASTS:
        raise NotAuthorized(f"{manifest.case}: the release of {entry.at} has ended; {again}")
    covers = entry.detail.get("sensitive") is True
    if sensitive and not covers:
        raise NotAuthorized(
            f"{manifest.case}: the release leaves out what may hold secrets; {again} --sensitive"
        )
    with_file = [item for item in manifest.items if item.has_file]
    given = tuple(item for item in with_file if sensitive or not item.sensitive)
    # The same content may be there twice, once as a secret.
    secret = set() if sensitive else {item.sha256 for item in with_file if item.sensitive}
    handed = tuple(item for item in given if item.sha256 not in secret)
    numbers = {item.number for item in handed}
    left_out = tuple(item.number for item in with_file if item.number not in numbers)
    return EvidenceRelease(entry, sensitive, handed, left_out)


def _find_open(custody: Iterable[CustodyEntry]) -> CustodyEntry | None:
    found = None
    for entry in custody:
        if entry.act == "released":
            found = entry
        elif entry.act in ("exported", "collected"):
            # What came after a release was not looked at by whoever released.
            found = None
    return found


def describe_export(release: EvidenceRelease, place: str) -> dict[str, Any]:
    """Return what the custody entry of an export says."""
    return {
        "to": place,
        "released_by": release.entry.who,
        "release": release.entry.number,
        "sensitive": release.sensitive,
        "items": [item.number for item in release.items],
        "left_out": [*release.left_out],
    }
