"""RAM: shares with an organization, its units and other accounts, seen from both sides.

https://docs.aws.amazon.com/ram/latest/userguide/getting-started-sharing.html
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.moto_api._internal import mock_random
from moto.ram.models import ResourceShare

from ringwall.emulator.authorization.identity_policies import find_organization, find_path
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.linked_roles import find_linked_role
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.paging import cut_page
from ringwall.emulator.state import EmulatorState

ACCOUNT = re.compile(r"(?:arn:[a-z-]+:iam::)?(\d{12})(?::.*)?")
SERVICE = "ram.amazonaws.com"
LASTS = timedelta(hours=12)
MORE = (
    "firewall-policy",
    "stateful-rulegroup",
    "stateless-rulegroup",
    "firewall-rule-group",
    "resolver-query-log-config",
    "ipam-pool",
    "security-group",
    "backup-vault",
)
"""Types that can be shared and that moto refuses."""


def _is_shared_in(organization: Any) -> bool:
    """Whether sharing with the organization is enabled: it made RAM's role for that."""
    owner = organization.org.master_account_id
    return find_linked_role(owner, SERVICE) is not None


@emulates("ram", "EnableSharingWithAwsOrganization")
def enable_sharing(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let members share among each other without invitations; RAM is trusted from then on."""
    organization = find_organization(call.account_id)
    if organization is None or organization.org.master_account_id != call.account_id:
        message = "The request needs the management account of an organization."
        raise Fault("OperationNotPermittedException", message)
    if not any(held["ServicePrincipal"] == SERVICE for held in organization.services):
        now = datetime.now(UTC).replace(microsecond=0)
        organization.services.append({"ServicePrincipal": SERVICE, "DateEnabled": now})
    return {"returnValue": True}


@emulates("ram", "CreateResourceShare")
def create_share(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a share; accounts that share with nobody by themselves are invited."""
    given = call.parameters
    is_open = given.get("allowExternalPrincipals")
    principals = given.get("principals") or []
    _check_principals(call, principals, is_open=is_open is None or is_open)
    known = ResourceShare.SHAREABLE_RESOURCES
    known += [kind for kind in MORE if kind not in known]
    answer = state.ask_moto(call)
    share = _require(call, answer["resourceShare"]["resourceShareArn"])
    share.tags = list(given.get("tags") or ())
    _invite(state, share, principals)
    return answer


def _check_principals(call: EmulatedCall, principals: list[str], *, is_open: bool) -> None:
    organization = find_organization(call.account_id)
    for principal in principals:
        if ":organizations:" in principal:
            if organization is None or not _is_shared_in(organization):
                message = "Sharing with your organization is not enabled."
                raise Fault("OperationNotPermittedException", message)
        elif not is_open and not _are_together(call.account_id, _read_account(principal)):
            message = (
                "The resource you are attempting to share can only be shared within your AWS "
                "Organization. This error may also occur if you have not enabled sharing with "
                "your AWS organization, or that onboarding process is still in progress."
            )
            raise Fault("OperationNotPermittedException", message)


def _read_account(principal: str) -> str:
    found = ACCOUNT.fullmatch(principal)
    return found[1] if found else ""


def _are_together(one: str, other: str) -> bool:
    """Whether two accounts are in one organization that shares."""
    organization = find_organization(one)
    if organization is None or not _is_shared_in(organization):
        return False
    return any(account.id == other for account in organization.accounts)


def _require(call: EmulatedCall, arn: str) -> Any:
    shares = moto_backend("ram", call.account_id, call.region).resource_shares
    share = next((found for found in shares if found.arn == arn), None)
    if share is None or share.status == "DELETED":
        raise Fault("UnknownResourceException", f"ResourceShare {arn} could not be found.")
    return share


def _invitations(state: EmulatorState) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = state.settings.setdefault(("", "", "ram.invitations"), {})
    return found


def _invite(state: EmulatorState, share: Any, principals: list[str]) -> None:
    for principal in principals:
        receiver = _read_account(principal)
        if not receiver or _are_together(share.account_id, receiver):
            continue
        place = f"arn:{own_partition()}:ram:{share.region}:{receiver}:resource-share-invitation"
        arn = f"{place}/{mock_random.uuid4()}"
        _invitations(state)[arn] = {
            "resourceShareInvitationArn": arn,
            "resourceShareName": share.name,
            "resourceShareArn": share.arn,
            "senderAccountId": share.account_id,
            "receiverAccountId": receiver,
            "invitationTimestamp": datetime.now(UTC).replace(microsecond=0),
            "status": "PENDING",
        }


@emulates("ram", "AssociateResourceShare", "DisassociateResourceShare")
def associate(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Add resources and principals to a share, or take them out of it."""
    given = call.parameters
    share = _require(call, given["resourceShareArn"])
    arns, principals = given.get("resourceArns") or [], given.get("principals") or []
    if call.operation.startswith("Associate"):
        _check_principals(call, principals, is_open=share.allow_external_principals)
        share.add_principals(principals)
        share.add_resources(arns)
        _invite(state, share, principals)
        status = "ASSOCIATED"
    else:
        share.principals[:] = [held for held in share.principals if held not in principals]
        share.resource_arns[:] = [held for held in share.resource_arns if held not in arns]
        status = "DISASSOCIATED"
    entities = [(arn, "RESOURCE") for arn in arns] + [(name, "PRINCIPAL") for name in principals]
    found = [
        {
            "resourceShareArn": share.arn,
            "resourceShareName": share.name,
            "associatedEntity": entity,
            "associationType": kind,
            "status": status,
            "external": kind == "PRINCIPAL" and _is_external(share, entity),
        }
        for entity, kind in entities
    ]
    return {"resourceShareAssociations": found}


def _is_external(share: Any, principal: str) -> bool:
    if ":organizations:" in principal:
        return False
    return not _are_together(share.account_id, _read_account(principal))


@emulates("ram", "GetResourceShareInvitations")
def list_invitations(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the invitations that an account was sent in a Region."""
    found = [i for i in _read_invitations(state) if _is_receiver(call, i)]
    page, more = cut_page(call, found)
    return {"resourceShareInvitations": page, **more}


def _is_receiver(call: EmulatedCall, invitation: Mapping[str, Any]) -> bool:
    place = f"arn:{call.partition}:ram:{call.region}:{call.account_id}:"
    return str(invitation["resourceShareInvitationArn"]).startswith(place)


def _read_invitations(state: EmulatorState) -> Iterator[dict[str, Any]]:
    """Yield all invitations: those that nobody answered in twelve hours have expired."""
    for invitation in _invitations(state).values():
        age = datetime.now(UTC) - invitation["invitationTimestamp"]
        if invitation["status"] == "PENDING" and age >= LASTS:
            invitation["status"] = "EXPIRED"
        yield invitation


@emulates("ram", "AcceptResourceShareInvitation", "RejectResourceShareInvitation")
def answer_invitation(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Accept or reject an invitation, once."""
    wanted = call.parameters["resourceShareInvitationArn"]
    for invitation in _read_invitations(state):
        if invitation["resourceShareInvitationArn"] == wanted and _is_receiver(call, invitation):
            status = str(invitation["status"]).capitalize()
            if status != "Pending":
                word = status if status == "Expired" else f"Already{status}"
                code = f"ResourceShareInvitation{word}Exception"
                raise Fault(code, f"Invitation {wanted} is {status.lower()}.")
            accepted = call.operation.startswith("Accept")
            invitation["status"] = "ACCEPTED" if accepted else "REJECTED"
            return {"resourceShareInvitation": dict(invitation)}
    message = f"ResourceShareInvitation {wanted} could not be found."
    raise Fault("ResourceShareInvitationArnNotFoundException", message)


def _list_shares(state: EmulatorState, call: EmulatedCall) -> Iterator[Any]:
    """Yield the shares that an account has made, or those of others that reach it."""
    if call.parameters["resourceOwner"] == "SELF":
        yield from moto_backend("ram", call.account_id, call.region).resource_shares
        return
    for account_id, regions in moto_backends("ram").items():
        backend = regions.get(call.region)
        for share in backend.resource_shares if backend and account_id != call.account_id else ():
            if share.status == "ACTIVE" and _reaches(state, share, call.account_id):
                yield share


def _reaches(state: EmulatorState, share: Any, account_id: str) -> bool:
    organization = find_organization(share.account_id)
    path = find_path(organization, account_id) if organization is not None else ()
    arns = {node.arn for node in path} | ({organization.org.arn} if path else set())
    if arns & set(share.principals):
        return True
    if not any(_read_account(principal) == account_id for principal in share.principals):
        return False
    is_accepted = any(
        invitation["resourceShareArn"] == share.arn
        and invitation["receiverAccountId"] == account_id
        and invitation["status"] == "ACCEPTED"
        for invitation in _read_invitations(state)
    )
    return is_accepted or _are_together(share.account_id, account_id)


@emulates("ram", "GetResourceShares")
def list_shares(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the shares that an account has made, or those of others that reach it."""
    given = call.parameters
    found = [
        share.describe() | {"tags": _read_tags(share)}
        for share in _list_shares(state, call)
        if share.arn in (given.get("resourceShareArns") or [share.arn])
        and given.get("name") in {None, share.name}
        and given.get("resourceShareStatus") in {None, share.status}
    ]
    page, more = cut_page(call, found)
    return {"resourceShares": page, **more}


@emulates("ram", "ListResources")
def list_resources(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return what is shared, by an account or with it."""
    wanted = call.parameters.get("resourceShareArns")
    found = [
        {
            "arn": arn,
            "type": _find_type(arn),
            "resourceShareArn": share.arn,
            "status": "AVAILABLE",
            "resourceRegionScope": "REGIONAL",
        }
        for share in _list_shares(state, call)
        if share.status == "ACTIVE" and (not wanted or share.arn in wanted)
        for arn in share.resource_arns
    ]
    kind = call.parameters.get("resourceType")
    kept = [resource for resource in found if not kind or resource["type"] == kind]
    page, more = cut_page(call, kept)
    return {"resources": page, **more}


def _find_type(arn: str) -> str:
    """Return what RAM calls a resource's type: `ec2:Subnet`."""
    service, rest = arn.split(":")[2], arn.split(":", 5)[5]
    kind = re.split("[/:]", rest)[0]
    return f"{service}:{''.join(word.capitalize() for word in kind.split('-'))}"


@emulates("ram", "ListPrincipals")
def list_principals(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return with whom resources are shared."""
    wanted = call.parameters.get("resourceShareArns")
    found = [
        {"id": name, "resourceShareArn": share.arn, "external": _is_external(share, name)}
        for share in _list_shares(state, call)
        if share.status == "ACTIVE" and (not wanted or share.arn in wanted)
        for name in share.principals
    ]
    page, more = cut_page(call, found)
    return {"principals": page, **more}


def _read_tags(share: Any) -> list[dict[str, str]]:
    """Return the tags of a share: moto keeps none."""
    found: list[dict[str, str]] = getattr(share, "tags", [])
    return found


@emulates("ram", "UpdateResourceShare")
def update_share(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change what is given of a share; moto opens it where nothing is said of that."""
    share = _require(call, str(call.parameters["resourceShareArn"]))
    before = share.allow_external_principals
    answer = dict(state.ask_moto(call))
    if call.parameters.get("allowExternalPrincipals") is None:
        share.allow_external_principals = before
        answer["resourceShare"] |= {"allowExternalPrincipals": before}
    return answer


@emulates("ram", "TagResource", "UntagResource")
def tag_share(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change the tags of a share."""
    given = call.parameters
    share = _require(call, str(given.get("resourceShareArn") or given.get("resourceArn") or ""))
    new = {tag["key"]: tag for tag in given.get("tags") or ()}
    gone = {*new, *(given.get("tagKeys") or ())}
    kept = [tag for tag in _read_tags(share) if tag["key"] not in gone]
    share.tags = [*kept, *new.values()]
    return {}
