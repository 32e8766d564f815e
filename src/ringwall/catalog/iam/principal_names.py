"""The users and roles that a threat names: everything of a threat comes from the attacker."""

import re
from dataclasses import dataclass
from typing import Literal

from ringwall.model.errors import NeedsHuman
from ringwall.model.threat import Threat

NAME = r"[\w+=,.@-]{1,64}"
"""The name of a user, a role or a session."""
KEY = r"A[A-Z0-9]{15,127}"
TEMPORARY = "ASIA"
"""What the ids of access keys of sessions begin with.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html"""
RESERVED = "/aws-reserved/sso.amazonaws.com/"
"""The path of the roles of Identity Center, which IAM lets nobody edit."""
LINKED = "/aws-service-role/"
CASE = r"[\w-]{1,64}"
_ARN = re.compile(r"arn:[\w-]{1,20}:(iam|sts)::(\d{12}):([a-z-]{1,20})(/[!-~]{1,800})?", re.ASCII)
_KINDS = ("user", "role", "assumed-role", "federated-user", "root")


@dataclass(frozen=True)
class NamedPrincipal:
    """A principal as its ARN names it; `session` is that of a role, or ''."""

    kind: Literal["user", "role", "assumed-role", "federated-user", "root"]
    account_id: str
    name: str = ""
    session: str = ""


def read_principal(arn: str) -> NamedPrincipal | None:
    """Return the principal that an ARN names; None where it is the ARN of no principal."""
    found = _ARN.fullmatch(arn)
    if found is None or found[3] not in _KINDS:
        return None
    kind: Literal["user", "role", "assumed-role", "federated-user", "root"] = found[3]  # type: ignore[assignment]  # it is in _KINDS
    rest = (found[4] or "").strip("/")
    if kind == "root":
        return None if rest else NamedPrincipal(kind, found[2])
    name, session = rest.rpartition("/")[2], ""
    if kind == "assumed-role":
        name, _, session = rest.partition("/")
    if not re.fullmatch(NAME, name, re.ASCII):
        return None
    if kind == "assumed-role" and not re.fullmatch(NAME, session, re.ASCII):
        return None
    return NamedPrincipal(kind, found[2], name, session)


def find_user(threat: Threat) -> str:
    """Return the name of the user that a threat is; NeedsHuman where it is none of its account."""
    principal = read_principal(threat.resource)
    if principal is not None and principal.kind in ("role", "assumed-role"):
        raise NeedsHuman(f"{threat.resource} is no user of IAM: use iam.contain_role")
    if principal is None or principal.kind != "user":
        raise NeedsHuman(f"{threat.resource} is no user of IAM")
    if principal.account_id != threat.account_id:
        raise NeedsHuman(f"{threat.resource} is not of the account {threat.account_id}")
    return principal.name


def find_role(threat: Threat) -> NamedPrincipal:
    """Return the role, or session of one, that a threat is; NeedsHuman where it is none."""
    principal = read_principal(threat.resource)
    if principal is not None and principal.kind in ("user", "federated-user"):
        raise NeedsHuman(f"{threat.resource} is no role of IAM: use iam.contain_user")
    if principal is None or principal.kind not in ("role", "assumed-role"):
        raise NeedsHuman(f"{threat.resource} is no role of IAM")
    if principal.account_id != threat.account_id:
        raise NeedsHuman(f"{threat.resource} is not of the account {threat.account_id}")
    return principal


def name_policy(threat: Threat, what: str) -> str:
    """Return the name that a policy of a case has: `ringwall-CASE-20261201-4f7k2m-all`.

    Each case has its own, so that the undo of one lifts nothing that another one wants.
    """
    if not re.fullmatch(CASE, threat.case, re.ASCII):
        raise NeedsHuman(f"{threat.case} is no id of a case")
    return f"ringwall-{threat.case}-{what}"
