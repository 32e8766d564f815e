"""RAM: what a share has in it, and whom it is shared with.

https://docs.aws.amazon.com/ram/latest/userguide/shareable.html
"""

from collections.abc import Mapping
from typing import Any

from moto.ram.models import ResourceShare

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.moto_client import moto_backend, moto_backends
from ringwall.emulator.shares import find_shared_arns
from ringwall.emulator.state import EmulatorState

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


@emulates("ram", "CreateResourceShare")
def create_share(_state: EmulatorState, call: EmulatedCall) -> None:
    """Let all types be shared that AWS shares; refuse principals that are not allowed."""
    known = ResourceShare.SHAREABLE_RESOURCES
    known += [kind for kind in MORE if kind not in known]
    if call.parameters.get("allowExternalPrincipals") is False:
        _check_principals(call, call.parameters.get("principals") or [])


def _check_principals(call: EmulatedCall, principals: list[str]) -> None:
    organization = find_organization(call.account_id)
    members = {a.id for a in organization.accounts} if organization is not None else set()
    for principal in principals:
        if principal.isdecimal() and principal not in members:
            message = (
                "The resource you are attempting to share can only be shared within your AWS "
                "Organization."
            )
            raise Fault("OperationNotPermittedException", message)


def _find_share(call: EmulatedCall) -> Any:
    arn = call.parameters["resourceShareArn"]
    for share in moto_backend("ram", call.account_id, call.region).resource_shares:
        if share.arn == arn and share.status == "ACTIVE":
            return share
    raise Fault("UnknownResourceException", f"ResourceShare {arn} could not be found.")


@emulates("ram", "AssociateResourceShare", "DisassociateResourceShare")
def change_share(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Add resources and principals to a share, or take them from it."""
    share, adds = _find_share(call), call.operation.startswith("Associate")
    resources = list(call.parameters.get("resourceArns") or ())
    principals = list(call.parameters.get("principals") or ())
    if adds:
        if not share.allow_external_principals:
            _check_principals(call, principals)
        share.add_resources([arn for arn in resources if arn not in share.resource_arns])
        share.add_principals([name for name in principals if name not in share.principals])
    else:
        share.resource_arns = [arn for arn in share.resource_arns if arn not in resources]
        share.principals = [name for name in share.principals if name not in principals]
    status = "ASSOCIATED" if adds else "DISASSOCIATED"
    pairs = [("RESOURCE", arn) for arn in resources] + [("PRINCIPAL", name) for name in principals]
    return {
        "resourceShareAssociations": [
            {
                "resourceShareArn": share.arn,
                "resourceShareName": share.name,
                "associatedEntity": entity,
                "associationType": kind,
                "status": status,
                "external": False,
            }
            for kind, entity in pairs
        ]
    }


@emulates("ram", "ListResources")
def list_resources(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List what the account shares, or what others share with it."""
    if call.parameters["resourceOwner"] == "SELF":
        shares = moto_backend("ram", call.account_id, call.region).resource_shares
        found = [(s, arn) for s in shares if s.status == "ACTIVE" for arn in s.resource_arns]
    else:
        wanted = set(find_shared_arns(call.account_id, call.region))
        found = [
            (share, arn)
            for owner, region, backend in moto_backends("ram").iter_backends()
            if owner != call.account_id and region == call.region
            for share in backend.resource_shares
            for arn in share.resource_arns
            if share.status == "ACTIVE" and arn in wanted
        ]
    return {
        "resources": [
            {
                "arn": arn,
                "type": _name_type(arn),
                "resourceShareArn": share.arn,
                "status": "AVAILABLE",
                "creationTime": share.creation_time,
                "lastUpdatedTime": share.last_updated_time,
            }
            for share, arn in found
        ]
    }


def _name_type(arn: str) -> str:
    """Return a type of resource as RAM writes it: `ec2:Subnet`."""
    service, resource = arn.split(":")[2], arn.split(":", 5)[-1]
    kind = resource.replace(":", "/").partition("/")[0]
    return f"{service}:{''.join(part.capitalize() for part in kind.split('-'))}"


@emulates("ram", "ListPrincipals")
def list_principals(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List whom the account shares with; who shares with it is not emulated."""
    if call.parameters["resourceOwner"] != "SELF":
        raise Fault("InvalidParameterException", "Principals that share are not emulated")
    shares = moto_backend("ram", call.account_id, call.region).resource_shares
    return {
        "principals": [
            {
                "id": name,
                "resourceShareArn": share.arn,
                "creationTime": share.creation_time,
                "lastUpdatedTime": share.last_updated_time,
                "external": False,
            }
            for share in shares
            if share.status == "ACTIVE"
            for name in share.principals
        ]
    }


@emulates("ram", "GetResourceShareInvitations")
def list_invitations(_state: EmulatorState, _call: EmulatedCall) -> Mapping[str, Any]:
    """Return no invitation: what is shared in the organization is accepted by itself."""
    return {"resourceShareInvitations": []}
