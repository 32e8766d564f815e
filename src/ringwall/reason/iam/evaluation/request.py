"""One request: a requester, an action, a resource and a context.

Condition keys that follow from the request itself are filled in, and nothing else:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ringwall.model.errors import BadInput
from ringwall.reason.iam.evaluation.context import RequestContext
from ringwall.reason.iam.evaluation.requester import Requester, read_requester
from ringwall.reason.iam.language.pattern import ARN_FIELDS

_ACCOUNT = 4


@dataclass(frozen=True)
class Request:
    """One request, ready to be evaluated; `make_request` makes it."""

    requester: Requester
    action: str
    """In lower case: action names are case-insensitive."""
    resource: str
    resource_account: str | None
    """The account that owns the resource; None where that is not known."""
    context: RequestContext
    management_account: str = ""
    """The organization's management account, to which no SCP or RCP applies; '' if not known."""
    shapes: Mapping[str, str] = field(default_factory=dict)
    """Patterns of the values of unknown keys: `{"aws:userid": "AROA1:*"}`."""

    @property
    def service(self) -> str:
        """The service that the action belongs to: `s3`."""
        return self.action.partition(":")[0]

    @property
    def is_same_account(self) -> bool | None:
        """Whether requester and resource belong to one account; None where that is not known."""
        if not self.requester.account:
            return False
        if self.resource_account is None:
            return None
        return self.requester.account == self.resource_account


def make_request(
    principal: str | Requester,
    action: str,
    resource: str,
    context: Mapping[str, Any] | None = None,
    *,
    resource_account: str | None = None,
    management_account: str = "",
    is_complete: bool = True,
    closed: tuple[str, ...] = (),
) -> Request:
    """Return a request with the context keys that follow from it.

    A context key that is left out is absent from the request, or, unless `is_complete`, unknown;
    None as its value means unknown; of keys that begin with one of `closed`, all are given.
    `resource_account` defaults to the account in the ARN, where it has one. Raises BadInput where
    the principal or action cannot be read.
    """
    if action.count(":") != 1 or not all(action.partition(":")) or "*" in action:
        raise BadInput(f"{action!r} is not an action; write service:Action, such as s3:GetObject")
    given = RequestContext(context or {}, is_complete=is_complete, closed=closed)
    requester = principal if isinstance(principal, Requester) else read_requester(principal)
    owner = resource_account or find_account(resource, requester.account)
    name = action.lower()
    # The requester calls directly unless the context says that a service calls for it.
    called_via = isinstance(given.get("aws:calledvia"), tuple)
    implied = {
        **requester.keys,
        "aws:viaawsservice": ("true",) if called_via else ("false",),
        "aws:resourceaccount": None if owner is None else (owner,),
    }
    if name.startswith("kms:"):
        implied["kms:calleraccount"] = (requester.account,) if requester.account else ()
    given.add_defaults(implied)
    return Request(requester, name, resource, owner, given, management_account)


def find_account(resource: str, caller: str) -> str | None:
    """Return the account in an ARN; the caller's for `*` and for resources that AWS owns."""
    if resource == "*":
        return caller or None
    fields = resource.split(":", ARN_FIELDS - 1)
    account = fields[_ACCOUNT] if len(fields) == ARN_FIELDS else ""
    return caller or None if account == "aws" else account or None
