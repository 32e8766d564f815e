"""What calls of Identity Center's directory need, and others that name resources by parts.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentitystore.html
"""

from collections.abc import Callable, Iterator, Mapping

from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.templates import find_partition
from ringwall.emulator.on_moto.moto_client import moto_backend

_GROUP, _USER, _MEMBERSHIP = "group", "user", "membership"


def _store(call: EmulatedCall) -> str:
    place = f"arn:{find_partition(call.region)}:identitystore::{call.account_id}"
    return f"{place}:identitystore/{call.parameters.get('IdentityStoreId')}"


def _part(call: EmulatedCall, kind: str, identifier: object) -> str:
    return f"arn:{find_partition(call.region)}:identitystore:::{kind}/{identifier or '*'}"


def _name_in_directory(call: EmulatedCall) -> Iterator[Need]:
    """The store, and each user, group and membership that the request names or may mean."""
    action = f"identitystore:{call.operation}"
    given = call.parameters
    yield Need(action, _store(call))
    member = (given.get("MemberId") or {}).get("UserId")
    if "MemberId" in given:
        yield Need(action, _part(call, _USER, member))
    for group in given.get("GroupIds") or [given.get("GroupId")]:
        if group:
            yield Need(action, _part(call, _GROUP, group))
    if "Membership" in call.operation:
        yield Need(action, _part(call, _MEMBERSHIP, given.get("MembershipId")))
    if call.operation in {"GetUserId", "GetGroupId"}:
        kind = _USER if call.operation == "GetUserId" else _GROUP
        yield Need(action, _part(call, kind, "*"))


def _disable_control(call: EmulatedCall) -> Iterator[Need]:
    named = str(call.parameters.get("enabledControlIdentifier") or "*")
    yield Need("controltower:DisableControl", named)


def _start_evaluation(call: EmulatedCall) -> Iterator[Need]:
    rules = moto_backend("config", call.account_id, call.region).config_rules
    place = f"arn:{find_partition(call.region)}:config:{call.region}:{call.account_id}"
    for name in call.parameters.get("ConfigRuleNames") or ["*"]:
        held = rules.get(name)
        arn = str(held.config_rule_arn) if held else f"{place}:config-rule/*"
        yield Need("config:StartConfigRulesEvaluation", arn)


DIRECTORY_FINDERS: Mapping[tuple[str, str], Callable[[EmulatedCall], Iterator[Need]]] = {
    ("config", "StartConfigRulesEvaluation"): _start_evaluation,
    ("controltower", "DisableControl"): _disable_control,
    **{
        ("identitystore", name): _name_in_directory
        for name in (
            "CreateGroupMembership",
            "DeleteGroupMembership",
            "DescribeGroupMembership",
            "GetGroupId",
            "GetGroupMembershipId",
            "GetUserId",
            "IsMemberInGroups",
            "ListGroupMembershipsForMember",
        )
    },
}
"""Finders by service and operation."""
