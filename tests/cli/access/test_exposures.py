"""Access from outside as a line: its kind in a word, the conditions, and why it is archived."""

from typing import Any

import pytest

from ringwall.cli.access.exposures import name_kind, show_exposure

ROW: dict[str, Any] = {
    "resource": "arn:aws:s3:::site",
    "principal": "*",
    "origin": "public",
    "verdict": "conditional",
    "is_public": True,
    "is_confused_deputy": False,
    "actions": ["s3:GetObject"],
    "conditions": [],
    "unknown": [],
    "archived_by": "",
}


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "PUBLIC"),
        ({"is_public": False}, "ACCOUNT"),
        ({"is_public": None}, "PUBLIC"),
        ({"is_public": False, "origin": "federated"}, "FEDERATED"),
        ({"is_public": None, "origin": "account"}, "ACCOUNT"),
        ({"is_confused_deputy": True, "is_public": False, "origin": "service"}, "CONFUSED DEPUTY"),
    ],
)
def test_kind_is_the_gravest_that_fits(changes: dict[str, Any], kind: str) -> None:
    assert name_kind({**ROW, **changes}) == kind


def test_line_has_conditions_and_the_reason_of_the_archive() -> None:
    assert show_exposure(ROW) == "PUBLIC arn:aws:s3:::site  * conditional s3:GetObject"
    limited = {**ROW, "conditions": ["Bool aws:securetransport true"], "archived_by": "a website"}
    assert show_exposure(limited) == (
        "PUBLIC arn:aws:s3:::site  * conditional s3:GetObject"
        "  [if Bool aws:securetransport true]  archived: a website"
    )
