"""Detective: behavior graphs, of an account or of the organization's administrator.

https://docs.aws.amazon.com/detective/latest/userguide/accounts.html
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.authorization.identity_policies import find_organization
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.delegation import (
    DelegatedService,
    Delegation,
    DelegationRefused,
    MemberRecord,
    find_accounts,
    find_email,
)
from ringwall.emulator.security.tagging import answer_tags
from ringwall.emulator.state import EmulatorState

DETECTIVE = DelegatedService("detective.amazonaws.com")
PACKAGES = ("DETECTIVE_CORE", "EKS_AUDIT", "ASFF_SECURITYHUB_FINDING")


@dataclass
class BehaviorGraph:
    """A behavior graph."""

    arn: str
    created: datetime
    packages: dict[str, datetime] = field(default_factory=dict)
    """Sources of data that are on, and since when."""
    tags: dict[str, str] = field(default_factory=dict)


def _invalid(message: str) -> Fault:
    return Fault("ValidationException", message, 400)


def _denied() -> Fault:
    return Fault("AccessDeniedException", "The account cannot perform this operation.", 403)


def _find_graph(state: EmulatorState, account_id: str, region: str) -> BehaviorGraph | None:
    found: BehaviorGraph | None = state.settings.get((account_id, region, "detective.graph"))
    return found


def _make_graph(state: EmulatorState, account_id: str, region: str) -> BehaviorGraph:
    held = _find_graph(state, account_id, region)
    if held is not None:
        return held
    made, now = mock_random.get_random_hex(32), datetime.now(UTC)
    arn = f"arn:{own_partition()}:detective:{region}:{account_id}:graph:{made}"
    graph = BehaviorGraph(arn, now, {"DETECTIVE_CORE": now})
    state.settings[account_id, region, "detective.graph"] = graph
    return graph


def _settle(state: EmulatorState, call: EmulatedCall) -> None:
    for account in DETECTIVE.settle(state, call.account_id, call.region):
        delegation = DETECTIVE.find(state, call.account_id, call.region)
        delegation.put(account, find_email(account), "enabled")


@emulates("detective", "CreateGraph")
def create_graph(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make the account's graph; the one that there is stays the same."""
    graph = _make_graph(state, call.account_id, call.region)
    graph.tags.update(call.parameters.get("Tags") or {})
    return {"GraphArn": graph.arn}


@emulates("detective", "ListGraphs")
def list_graphs(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the account's graph, if there is one."""
    _settle(state, call)
    graph = _find_graph(state, call.account_id, call.region)
    found = [{"Arn": graph.arn, "CreatedTime": graph.created}] if graph else []
    page, more = cut_page(call, found, 200, fault="ValidationException")
    return {"GraphList": page} | more


def _require(state: EmulatorState, call: EmulatedCall) -> BehaviorGraph:
    _settle(state, call)
    graph = _find_graph(state, call.account_id, call.region)
    arn = call.parameters.get("GraphArn") or call.parameters.get("ResourceArn")
    if graph is None or graph.arn != arn:
        raise Fault("ResourceNotFoundException", "The behavior graph was not found.", 404)
    return graph


@emulates("detective", "DeleteGraph")
def delete_graph(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete the graph; its members are no members any more."""
    _require(state, call)
    own = DETECTIVE.find_own(state, call)
    if own is not None:
        own.members.clear()
        own.auto_enable = "NONE"
    del state.settings[call.account_id, call.region, "detective.graph"]
    return {}


@emulates("detective", "EnableOrganizationAdminAccount")
def enable_admin(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Appoint the administrator of the Region, and make its graph."""
    account_id = str(call.parameters["AccountId"])
    _settle(state, call)
    try:
        DETECTIVE.appoint(state, call, account_id)
    except DelegationRefused as error:
        if error.reason in {"no_organization", "not_management"}:
            raise _denied() from error
        raise _invalid(f"The account cannot be the administrator: {error.reason}.") from error
    _make_graph(state, account_id, call.region)
    return {}


@emulates("detective", "DisableOrganizationAdminAccount")
def disable_admin(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Dismiss the administrator of the Region, whose graph is deleted.

    https://docs.aws.amazon.com/detective/latest/APIReference/API_DisableOrganizationAdminAccount.html
    """
    admin = DETECTIVE.find(state, call.account_id, call.region).admin
    try:
        DETECTIVE.dismiss(state, call, admin or call.account_id)
    except DelegationRefused as error:
        if error.reason == "not_admin":
            raise _invalid("The organization has no Detective administrator.") from error
        raise _denied() from error
    state.settings.pop((admin, call.region, "detective.graph"), None)
    return {}


@emulates("detective", "ListOrganizationAdminAccounts")
def list_admins(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the administrator, to the management account and to itself."""
    _settle(state, call)
    if not DETECTIVE.may_list(state, call):
        raise _denied()
    admin = DETECTIVE.find(state, call.account_id, call.region).admin
    graph = _find_graph(state, admin, call.region) if admin else None
    found = [{"AccountId": admin, "GraphArn": graph.arn}] if graph else []
    page, more = cut_page(call, found, 200, fault="ValidationException")
    return {"Administrators": page} | more


def _require_admin(state: EmulatorState, call: EmulatedCall) -> Delegation:
    _require(state, call)
    own = DETECTIVE.find_own(state, call)
    if own is None:
        raise _denied()
    return own


@emulates("detective", "DescribeOrganizationConfiguration", "UpdateOrganizationConfiguration")
def configure(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read or choose whether new accounts are members."""
    own = _require_admin(state, call)
    if call.operation.startswith("Describe"):
        return {"AutoEnable": own.auto_enable != "NONE"}
    if call.parameters.get("AutoEnable") is not None:
        own.auto_enable = "NEW" if call.parameters["AutoEnable"] else "NONE"
    return {}


@emulates("detective", "CreateMembers")
def create_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make accounts of the organization members."""
    own, made, failed = _require_admin(state, call), [], []
    organization = find_organization(call.account_id)
    accounts = find_accounts(organization) if organization is not None else {}
    for account in call.parameters["Accounts"]:
        account_id, held = account["AccountId"], own.members.get(account["AccountId"])
        if account_id not in accounts or account_id == call.account_id:
            reason = "The account is not a member account of the organization."
            failed.append({"AccountId": account_id, "Reason": reason})
        elif held is not None and held.is_associated:
            reason = "The account is already a member of the behavior graph."
            failed.append({"AccountId": account_id, "Reason": reason})
        else:
            made.append(own.put(account_id, account["EmailAddress"], "enabled"))
    shown = [_show(state, call, record) for record in made]
    return {"Members": shown, "UnprocessedAccounts": failed}


def _show(state: EmulatorState, call: EmulatedCall, record: MemberRecord) -> dict[str, Any]:
    graph = _require(state, call)
    return {
        "AccountId": record.account_id,
        "EmailAddress": record.email,
        "GraphArn": graph.arn,
        "AdministratorId": call.account_id,
        "MasterId": call.account_id,
        "Status": "ENABLED",
        "InvitedTime": record.invited,
        "UpdatedTime": record.updated,
        "InvitationType": "ORGANIZATION",
        "DatasourcePackageIngestStates": dict.fromkeys(graph.packages, "STARTED"),
    }


@emulates("detective", "ListMembers")
def list_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the members of a graph."""
    _require(state, call)
    own = DETECTIVE.find_own(state, call)
    found = [_show(state, call, r) for r in own.members.values()] if own else []
    page, more = cut_page(call, found, 200, fault="ValidationException")
    return {"MemberDetails": page} | more


@emulates("detective", "GetMembers")
def get_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return members by their account ids."""
    own, asked = _require_admin(state, call), call.parameters["AccountIds"]
    reason = "The account is not a member of the behavior graph."
    return {
        "MemberDetails": [_show(state, call, own.members[a]) for a in asked if a in own.members],
        "UnprocessedAccounts": [
            {"AccountId": a, "Reason": reason} for a in asked if a not in own.members
        ],
    }


@emulates("detective", "DeleteMembers")
def delete_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Take members from a graph."""
    own, asked = _require_admin(state, call), call.parameters["AccountIds"]
    gone = [a for a in asked if own.members.pop(a, None) is not None]
    reason = "The account is not a member of the behavior graph."
    failed = [{"AccountId": a, "Reason": reason} for a in asked if a not in gone]
    return {"AccountIds": gone, "UnprocessedAccounts": failed}


@emulates("detective", "ListDatasourcePackages")
def list_packages(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the sources of data of a graph, and whether they are on."""
    graph = _require(state, call)
    shown = {
        name: {
            "DatasourcePackageIngestState": "STARTED" if name in graph.packages else "DISABLED",
            "LastIngestStateChange": {"STARTED": {"Timestamp": graph.packages[name]}}
            if name in graph.packages
            else {},
        }
        for name in PACKAGES
    }
    return {"DatasourcePackages": shown}


@emulates("detective", "UpdateDatasourcePackages")
def update_packages(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Turn sources of data on."""
    graph, now = _require(state, call), datetime.now(UTC)
    for name in call.parameters["DatasourcePackages"]:
        graph.packages.setdefault(name, now)
    return {}


@emulates("detective", "TagResource", "UntagResource", "ListTagsForResource")
def tag_graph(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read and change the tags of a graph."""
    tags = _require(state, call).tags
    return answer_tags(call, tags)
