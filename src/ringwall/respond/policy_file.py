"""Reads `response.toml`: who may approve what, and what acts by itself."""

import re
import tomllib
from datetime import timedelta
from pathlib import Path

import msgspec

from ringwall.catalog.loader import load_responses
from ringwall.model.errors import BadInput
from ringwall.model.response_policy import ResponsePolicy
from ringwall.model.threat import EvidencePlace, ResponseSettings

MOST_BYTES = 1024 * 1024
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_CALLER = re.compile(
    r"arn:[a-z-]+:(iam::[0-9]{12}:(user|role)/[^*?[\]]+"
    r"|sts::[0-9]{12}:(assumed-role/[^*?[\]/]+/.+|federated-user/[^*?[\]]+))"
)
"""Whom a pattern of a person may stand for: only the name of a role's session may be open."""


def read_policy(path: Path) -> ResponsePolicy:
    """Return the policy of a file; BadInput says where it is wrong, and what is expected."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{path}: cannot read the policy of responses: {error.strerror}") from error
    return parse_policy(data, str(path))


def parse_policy(data: bytes, name: str) -> ResponsePolicy:
    """Return the policy of a text of TOML; `name` is what errors call it."""
    if len(data) > MOST_BYTES:
        raise BadInput(f"{name}: more than 1 MiB: no policy of responses")
    try:
        document = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # also a number of more digits than int takes
        raise BadInput(f"{name}: no TOML: {error}") from error
    try:
        policy = msgspec.convert(document, ResponsePolicy, strict=True)
    except msgspec.ValidationError as error:
        raise BadInput(f"{name}: {_tell(str(error))}; see docs/howto/respond.md") from error
    _check(policy, name)
    return policy


def read_duration(text: str) -> timedelta:
    """Return a duration of the policy, such as 30m."""
    return timedelta(**{_UNITS[text[-1]]: int(text[:-1])})


def make_settings(policy: ResponsePolicy, home_region: str) -> ResponseSettings:
    """Return what playbooks know of the organization."""
    own, kept = policy.organization, policy.evidence
    place: EvidencePlace | None = None
    if kept is not None:
        place = EvidencePlace(
            kept.account, kept.region, kept.bucket, kept.key_arn, kept.lock_mode, kept.lock_days
        )
    return ResponseSettings(
        home_region=own.home_region or home_region,
        management_account_id=own.management_account,
        security_account_id=own.security_account,
        evidence=place,
        quarantine_group=own.quarantine_group,
        regions=own.regions,
    )


def _tell(message: str) -> str:
    """Return what msgspec says of a document, with the path as a person would write it."""
    said, separator, path = message.rpartition(" - at `$")
    return f"{path.rstrip('`').lstrip('.')}: {said}" if separator else message


def _check(policy: ResponsePolicy, name: str) -> None:
    playbooks = load_responses()
    names = [rule.name for rule in policy.rules]
    if twice := sorted({one for one in names if names.count(one) > 1}):
        raise BadInput(f"{name}: two rules are named {twice[0]}")
    people = [person.principal for person in policy.people]
    if twice := sorted({one for one in people if people.count(one) > 1}):
        raise BadInput(f"{name}: two people have the principal {twice[0]}")
    for rule in policy.rules:
        playbook = playbooks.get(rule.playbook)
        if playbook is None:
            raise BadInput(
                f"{name}: rule {rule.name}: no playbook {rule.playbook}; `ringwall respond list` "
                "lists them"
            )
        if flaw := playbook.find_flaw(rule.options.items()):
            raise BadInput(f"{name}: rule {rule.name}: {flaw}")
    for person in policy.people:
        for pattern in person.arns:
            if not _CALLER.fullmatch(pattern):
                raise BadInput(
                    f"{name}: {person.principal}: {pattern} could be anybody: name account and "
                    "role or user, such as arn:aws:sts::111111111111:assumed-role/Respond/ann"
                )
