"""A threat as a person names it: an ARN, and what is known beside it."""

from collections.abc import Mapping
from datetime import UTC, datetime

from ringwall.model.errors import BadInput
from ringwall.model.evidence import check_case_id
from ringwall.model.threat import Threat, ThreatKind

PARTS = 6
KINDS: Mapping[tuple[str, str], ThreatKind] = {
    ("ec2", "instance"): "instance",
    ("ec2", "security-group"): "security_group",
    ("iam", "role"): "role",
    ("iam", "user"): "user",
    ("lambda", "function"): "function",
    ("s3", ""): "bucket",
}
"""What ARNs name, by the service and the first word of the resource."""


def make_threat(
    case: str,
    *,
    resource: str,
    account: str = "",
    region: str = "",
    actor: str = "",
    access_key: str = "",
    since: str = "",
    until: str = "",
    **_: str,
) -> Threat:
    """Return the threat of an ARN; BadInput where it cannot be told what it names, or where."""
    parts = resource.split(":", PARTS - 1)
    if len(parts) != PARTS or parts[0] != "arn":
        raise BadInput("name what the case is about with --resource ARN")
    word = parts[5].replace("/", ":").partition(":")
    kind = KINDS.get((parts[2], word[0] if word[1] else ""))
    if kind is None:
        raise BadInput(f"{resource}: there is no collection for such a resource")
    where = parts[4] or account
    if not where:
        raise BadInput(f"{resource}: the ARN names no account: name it with --account")
    return Threat(
        kind=kind,
        account_id=where,
        region=parts[3] or region or "global",
        resource=resource,
        case=check_case_id(case),
        actor=actor,
        access_key=access_key,
        first_at=_read_time(since),
        last_at=_read_time(until),
    )


def _read_time(text: str) -> int:
    """Return a time in milliseconds; 0 for ''."""
    if not text:
        return 0
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(f"{text!r}: not a time such as 2026-12-01T10:00") from error
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    return int(aware.timestamp() * 1000)
