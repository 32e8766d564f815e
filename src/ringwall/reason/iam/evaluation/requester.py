"""The requester of a request, in every form that AWS has, and the names that match it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from ringwall.model.errors import BadInput
from ringwall.reason.iam.evaluation.context import Values
from ringwall.reason.iam.language.service_principal import is_service

RequesterKind = Literal[
    "user",
    "role",
    "session",
    "federated_user",
    "root",
    "service",
    "federated",
    "canonical_user",
    "anonymous",
]
"""`role` is any session of a role, its name not known; `federated` is a web or SAML identity."""

_ARN = re.compile(r"arn:[a-z-]+:(iam|sts)::(\d{12}):(.+)")
_ACCOUNT = re.compile(r"\d{12}")
_CANONICAL = re.compile(r"[0-9a-f]{64}")
_PROVIDER = re.compile(r"(?:saml|oidc)-provider/.+")
_RESERVED = re.compile(r"AWSServiceRoleFor|AWSReservedSSO_")
_NAME = 2
_TYPES: Mapping[RequesterKind, str] = {
    "root": "Account",
    "user": "User",
    "federated_user": "FederatedUser",
    "session": "AssumedRole",
    "role": "AssumedRole",
    "anonymous": "Anonymous",
}
_NO_ACCOUNT = frozenset({"anonymous", "service", "federated"})
"""Requesters that belong to no account."""
SOURCE_KEYS = (
    *("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"),
    "aws:sourceowner",
)
"""Condition keys that a request has only where an AWS service makes it on behalf of a resource."""
MAX_REMEMBERED = 10_000
"""Requesters that are kept once read: few are evaluated many times."""


@dataclass(frozen=True)
class Requester:
    """The principal of a request.

    `name` is its ARN; of a service its host name, of a federated identity its provider, of a
    canonical user the id; `*` is anonymous. `role_arn` is the role of a session (with the path,
    which the ARN of a session does not show), '' where it is not known.
    """

    kind: RequesterKind
    name: str
    account: str = ""
    partition: str = "aws"
    role_arn: str = ""
    user_arn: str = ""
    """The IAM user that called GetFederationToken, for a federated user; '' if not known."""
    canonical_id: str = ""
    """The canonical id of the account, where it is known."""

    @property
    def has_identity(self) -> bool:
        """Whether it can have identity policies: it belongs to an account."""
        return bool(self.account)

    @property
    def is_service_linked(self) -> bool:
        """Whether it is a service-linked role, to which no SCP or RCP applies."""
        name = (self.role_arn or self.name).rpartition(":")[2]
        return "role/aws-service-role/" in name or name.startswith("assumed-role/AWSServiceRoleFor")

    @property
    def session_head(self) -> str:
        """How the ARNs of a role's sessions begin."""
        role = self.name.rpartition("/")[2]
        return f"arn:{self.partition}:sts::{self.account}:assumed-role/{role}/"

    @cached_property
    def principal_arn(self) -> str:
        """The value of aws:PrincipalArn: of a session, the role's ARN; '' where not known."""
        if self.kind in {"session", "role"}:
            return self.role_arn
        return self.name if self.account else ""

    @cached_property
    def own_names(self) -> frozenset[str]:
        """AWS names of the principal itself: the user, the session, the root user."""
        if self.kind == "root":
            return self.account_names
        return frozenset({self.name} if self.account and self.kind != "role" else ())

    @cached_property
    def entity_names(self) -> frozenset[str]:
        """AWS names of the role of a session, or of the user behind a federated user."""
        return frozenset(filter(None, (self.role_arn, self.user_arn)))

    @cached_property
    def account_names(self) -> frozenset[str]:
        """AWS names of its account."""
        root = f"arn:{self.partition}:iam::{self.account}:root"
        return frozenset({self.account, root} if self.account else ())

    @cached_property
    def keys(self) -> Mapping[str, Values | None]:
        """Condition keys that follow from the requester; None where the value is not known.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
        """
        is_service = self.kind == "service"
        known: dict[str, Values | None] = {
            # "present in the request context for all signed API requests"
            "aws:principalisawsservice": ()
            if self.kind == "anonymous"
            else ("true" if is_service else "false",),
            "aws:principaltype": (_TYPES[self.kind],) if self.kind in _TYPES else (),
            "aws:userid": self._user_id,
            "aws:principalservicename": (self.name,) if is_service else (),
            "aws:principalservicenameslist": (self.name,) if is_service else (),
        }
        if self.account:
            known["aws:principalaccount"] = (self.account,)
            known["aws:principalarn"] = (self.principal_arn,) if self.principal_arn else None
        elif self.kind in _NO_ACCOUNT:
            known |= {"aws:principalaccount": (), "aws:principalarn": ()}
        is_user = self.kind == "user"
        known["aws:username"] = (self.name.rpartition("/")[2],) if is_user else ()
        return known

    @property
    def _user_id(self) -> Values | None:
        match self.kind:
            case "anonymous":
                return ("anonymous",)
            case "root":
                return (self.account,)
            case "federated_user":
                return (f"{self.account}:{self.name.partition('/')[2]}",)
            case "user" | "role" | "session":
                return None  # the unique id is not in the ARN
            case _:
                return ()


@lru_cache(maxsize=MAX_REMEMBERED)
def read_requester(
    text: str, *, role_arn: str = "", user_arn: str = "", canonical_id: str = ""
) -> Requester:
    """Return the requester that an ARN or another name of a principal stands for.

    `anonymous` and `*` are a request without credentials, `ec2.amazonaws.com` is a service, a
    12-digit number an account's root user. Raises BadInput where the text is not a principal.
    """
    text = text.strip()
    if text in {"*", "anonymous"}:
        return Requester("anonymous", "*")
    if _ACCOUNT.fullmatch(text):
        text = f"arn:aws:iam::{text}:root"
    if match := _ARN.fullmatch(text):
        found = _read_arn(text, match, role_arn, user_arn, canonical_id)
        if found:
            return found
    elif _CANONICAL.fullmatch(text):
        return Requester("canonical_user", text, canonical_id=text)
    elif is_service(text):
        return Requester("service", text)
    elif re.fullmatch(r"[\w.-]+\.[a-z]+(/[\w./-]*)?", text):
        return Requester("federated", text)
    raise BadInput(
        f"{text!r} is not a principal; use the ARN of a user, role, session (assumed-role), "
        "federated user, root user or identity provider, a service such as ec2.amazonaws.com, "
        "an account id, or anonymous"
    )


def is_identity(arn: str) -> bool:
    """Whether an ARN names a user, role or root user of an account."""
    match = _ARN.fullmatch(arn)
    found = _read_arn(arn, match, "", "", "") if match else None
    return found is not None and found.kind in {"user", "role", "root"}


def _read_arn(
    arn: str, match: re.Match[str], role_arn: str, user_arn: str, canonical_id: str
) -> Requester | None:
    service, account, rest = match.groups()
    partition = arn.split(":", _NAME)[1]
    kind, _, name = rest.partition("/")
    kinds: dict[tuple[str, str], RequesterKind] = {
        ("iam", "user"): "user",
        ("iam", "role"): "role",
        ("sts", "assumed-role"): "session",
        ("sts", "federated-user"): "federated_user",
    }
    if service == "iam" and _PROVIDER.fullmatch(rest):
        # An identity provider belongs to an account, but has no identity policies in it.
        return Requester("federated", arn, partition=partition)
    if service == "iam" and rest == "root":
        return Requester("root", arn, account, partition, canonical_id=canonical_id)
    found = kinds.get((service, kind))
    if found is None or not name:
        return None
    if found == "role":
        role_arn = arn
    elif found == "session" and not role_arn:
        role_arn = _guess_role(partition, account, name.partition("/")[0])
    return Requester(found, arn, account, partition, role_arn, user_arn, canonical_id)


def _guess_role(partition: str, account: str, name: str) -> str:
    # A session's ARN lacks its role's path. Roles that AWS creates always have one, which is not
    # known here; any other role is taken to have none unless the caller gives it.
    return "" if _RESERVED.match(name) else f"arn:{partition}:iam::{account}:role/{name}"
