"""Network Firewall: policies: which groups of rules a firewall applies, and in which order.

https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.firewall_resources import (
    check_token,
    drop_empty,
    find_by_arn,
    find_resource,
    make_resource,
    show_tags,
)
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.state import EmulatorState, Record

KIND = "firewall-policy"
STRICT = "STRICT_ORDER"
STATELESS_ACTIONS = frozenset({"aws:pass", "aws:drop", "aws:forward_to_sfe"})


@emulates("network-firewall", "CreateFirewallPolicy")
def create_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a policy whose groups exist and fit its order."""
    body = _read_policy(state, call)
    made = make_resource(state, call, KIND, call.parameters["FirewallPolicyName"], body)
    if call.parameters.get("DryRun"):
        del hold(state, call, "policy")[made["arn"]]
    return {"UpdateToken": made["token"], "FirewallPolicyResponse": _show(state, made)}


def _read_policy(state: EmulatorState, call: EmulatedCall) -> Record:
    policy = call.parameters["FirewallPolicy"]
    order = (policy.get("StatefulEngineOptions") or {}).get("RuleOrder", "DEFAULT_ACTION_ORDER")
    stateful = policy.get("StatefulRuleGroupReferences") or []
    stateless = policy.get("StatelessRuleGroupReferences") or []
    for name in ("StatelessDefaultActions", "StatelessFragmentDefaultActions"):
        actions = policy.get(name) or []
        if len(STATELESS_ACTIONS.intersection(actions)) != 1:
            raise Fault("InvalidRequestException", f"{name} needs exactly one standard action")
    if policy.get("StatefulDefaultActions") and order != STRICT:
        message = "StatefulDefaultActions can be set only with strict order"
        raise Fault("InvalidRequestException", message)
    _check_priorities(stateless, are_needed=True)
    _check_priorities(stateful, are_needed=order == STRICT)
    for found in _find_groups(state, stateful):
        _check_order(found, order)
    list(_find_groups(state, stateless))
    groups = [item["ResourceArn"] for item in (*stateful, *stateless)]
    return {"policy": policy, "groups": groups}


def _check_priorities(references: list[Record], *, are_needed: bool) -> None:
    priorities = [item.get("Priority") for item in references]
    given = [priority for priority in priorities if priority is not None]
    if are_needed and len(set(given)) != len(references):
        raise Fault("InvalidRequestException", "Each rule group needs a priority of its own")
    if given and not are_needed:
        message = "Priority can be set only with strict order"
        raise Fault("InvalidRequestException", message)


def _find_groups(state: EmulatorState, references: list[Record]) -> Iterator[Record]:
    """Yield the groups that a policy names; those that AWS manages are not emulated."""
    for item in references:
        arn = str(item["ResourceArn"])
        if ":aws-managed:" in arn:
            continue
        found = find_by_arn(state, arn)
        if found is None:
            raise Fault("InvalidRequestException", f"Rule group is not found: {arn}")
        yield found


def _check_order(group: Record, order: str) -> None:
    options = group["rules"].get("StatefulRuleOptions") or {}
    own = options.get("RuleOrder", "DEFAULT_ACTION_ORDER")
    if group["type"] != "STATEFUL" or own != order:
        message = f"{group['arn']} has the rule order {own}, and the policy has {order}"
        raise Fault("InvalidRequestException", message)


def _find(state: EmulatorState, call: EmulatedCall) -> Record:
    given = call.parameters
    name, arn = given.get("FirewallPolicyName"), given.get("FirewallPolicyArn")
    return find_resource(state, call, (KIND,), name, arn)


@emulates("network-firewall", "DescribeFirewallPolicy")
def describe_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a policy."""
    held = _find(state, call)
    return {
        "UpdateToken": held["token"],
        "FirewallPolicyResponse": _show(state, held),
        "FirewallPolicy": held["policy"],
    }


@emulates("network-firewall", "UpdateFirewallPolicy")
def update_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Replace a policy; whether its order is strict stays."""
    held, body = _find(state, call), _read_policy(state, call)
    orders = [
        (p.get("StatefulEngineOptions") or {}).get("RuleOrder", "DEFAULT_ACTION_ORDER")
        for p in (held["policy"], body["policy"])
    ]
    if orders[0] != orders[1]:
        raise Fault("InvalidRequestException", "RuleOrder cannot be changed")
    check_token(call, held)
    if not call.parameters.get("DryRun"):
        held.update(body)
        held["description"] = call.parameters.get("Description", held["description"])
    return {"UpdateToken": held["token"], "FirewallPolicyResponse": _show(state, held)}


@emulates("network-firewall", "ListFirewallPolicies")
def list_policies(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the account's policies."""
    held = hold(state, call, "policy").values()
    return {"FirewallPolicies": [{"Name": p["name"], "Arn": p["arn"]} for p in held]}


@emulates("network-firewall", "DeleteFirewallPolicy")
def delete_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a policy that no firewall uses."""
    held = _find(state, call)
    if _count_uses(state, held["arn"]):
        message = f"Unable to delete the object because it is still in use: {held['arn']}"
        raise Fault("InvalidOperationException", message)
    shown = _show(state, held) | {"FirewallPolicyStatus": "DELETING"}
    del hold(state, call, "policy")[held["arn"]]
    return {"FirewallPolicyResponse": shown}


def _show(state: EmulatorState, held: Record) -> Record:
    kinds = {"STATELESS": 0, "STATEFUL": 0}
    for arn in held["groups"]:
        group = find_by_arn(state, arn)
        if group is not None:
            kinds[group["type"]] += group["capacity"]
    return drop_empty(
        {
            "FirewallPolicyName": held["name"],
            "FirewallPolicyArn": held["arn"],
            "FirewallPolicyId": held["id"],
            "Description": held["description"],
            "FirewallPolicyStatus": "ACTIVE",
            "Tags": show_tags(held),
            "ConsumedStatelessRuleCapacity": kinds["STATELESS"],
            "ConsumedStatefulRuleCapacity": kinds["STATEFUL"],
            "NumberOfAssociations": _count_uses(state, held["arn"]),
            "EncryptionConfiguration": held["encryption"],
            "LastModifiedTime": held["modified"],
        }
    )


def _count_uses(state: EmulatorState, arn: str) -> int:
    uses = 0
    for (_, _, name), held in state.settings.items():
        if name == "network-firewall.firewall":
            uses += sum(firewall["policy"] == arn for firewall in held.values())
    return uses
