"""Notices as tests tell them, with names that an attacker chose."""

from dataclasses import replace
from typing import Any

from ringwall.model.notice import ApprovalAsk, Notice, NoticeKind, ProposedAct

CASE = "CASE-20261201-4f7k2m"
HASH = "a1" * 32
HOSTILE = (
    "<!channel> <https://evil.example|click> @here &amp; *b* `c` [x](https://evil.example) "
    '{"a": 1} {panel} ${jndi} www.evil.example <script>alert(1)</script>\r\nBcc: x@evil.example'
    " \u202e\x00"
)
"""A name that would be a mention, a link, markup, a header or a control somewhere."""
NOW = 1_796_100_000_000
"""Milliseconds; 1 December 2026."""


def make_notice(kind: NoticeKind = "case_opened", number: int = 1, **more: Any) -> Notice:
    """Return a notice of the one case."""
    notice = Notice(
        kind=kind,
        case=CASE,
        number=number,
        at=NOW,
        title="Key of ann is used from Tor",
        severity="high",
        account_id="111122223333",
        region="eu-west-1",
        resource="arn:aws:iam::111122223333:user/ann",
        lines=("ann called iam:CreateUser.",),
        link="https://console.example.com/cases/1",
    )
    return replace(notice, **more)


def make_ask(number: int = 2, acts: int = 2, **more: Any) -> Notice:
    """Return a notice that asks for an approval; the last act is irreversible."""
    listed = [
        ProposedAct(
            "iam.update_access_key",
            f"arn:aws:iam::111122223333:user/u{place}",
            ("the key stops to work",),
            is_irreversible=place == acts - 1,
        )
        for place in range(acts)
    ]
    ask = ApprovalAsk(HASH, 7, 2, NOW + 3_600_000, tuple(listed))
    return make_notice("approval_wanted", number, approval=ask, **more)


def make_hostile(place: str) -> Notice:
    """Return a notice in which one text is what an attacker chose."""
    more: dict[str, Any] = {place: (HOSTILE,) if place == "lines" else HOSTILE}
    return make_notice(**more)
