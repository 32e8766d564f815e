"""The principals whom some policy may grant access: the others need not be evaluated."""

from collections.abc import Iterator
from dataclasses import replace

from ringwall.reason.iam.evaluation.applicability import needs_no_permission
from ringwall.reason.iam.evaluation.request import Request, make_request
from ringwall.reason.iam.organization.model import Principal
from ringwall.reason.iam.question.named_principals import NamedPrincipals
from ringwall.reason.iam.question.target_resource import TargetResource


def find_candidates(
    action: str, target: TargetResource, within: TargetResource | None = None
) -> Iterator[Principal]:
    """Yield the principals whom some policy may grant an action on a target.

    `within` is a resource of which any part will do.
    """
    inside = within.arn if within else ""
    wanted = action.lower()
    named = target.find_named(wanted)
    is_key = wanted.startswith("kms:")
    granted = target.find_named(wanted, by_sharing_alone=True) if is_key else NamedPrincipals()
    request = make_request("*", wanted, target.arn)
    for principal in target.organization.principals.values():
        if granted.includes(principal) or _is_free(request, principal):
            yield principal  # neither a grant on a key nor what is free needs a policy beside it
            continue
        is_named = named.includes(principal)
        is_near = target.owner is None or principal.account_id == target.owner
        # Within an account one grant suffices; across accounts both must grant it.
        if is_near and is_named:
            yield principal
        elif is_near or is_named or principal.account_id in named.names:
            attached = principal.attached
            if principal.kind == "root" or any(
                policy.may_grant(wanted, target.arn, inside) for policy in attached
            ):
                yield principal


def _is_free(request: Request, principal: Principal) -> bool:
    return request.service == "sts" and needs_no_permission(
        replace(request, requester=principal.requester)
    )


def find_candidates_of(target: TargetResource) -> Iterator[Principal]:
    """Yield the principals who may do anything at all to a resource or to its parts.

    Those of the owner's account whose policies reach it, and those whom its policy may name.
    """
    named = target.guard.names if target.guard else NamedPrincipals()
    accounts = {target.owner, *named.names}
    for principal in target.organization.principals.values():
        if named.includes(principal):
            yield principal
        elif principal.kind == "root":
            if principal.account_id == target.owner:
                yield principal
        elif principal.account_id in accounts and any(
            policy.may_allow(target.arn) for policy in principal.attached
        ):
            yield principal
