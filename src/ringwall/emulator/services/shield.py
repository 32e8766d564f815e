"""Shield Advanced: the subscription, protections, and access of AWS's response team.

https://docs.aws.amazon.com/waf/latest/developerguide/ddos-advanced-summary.html
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.paging import cut_page
from ringwall.emulator.security.tagging import answer_tags
from ringwall.emulator.state import EmulatorState

YEAR = timedelta(days=365)
KINDS = {
    "CLOUDFRONT_DISTRIBUTION": ("cloudfront", "distribution/"),
    "ROUTE_53_HOSTED_ZONE": ("route53", "hostedzone/"),
    "ELASTIC_IP_ALLOCATION": ("ec2", "eip-allocation/"),
    "APPLICATION_LOAD_BALANCER": ("elasticloadbalancing", "loadbalancer/app/"),
    "CLASSIC_LOAD_BALANCER": ("elasticloadbalancing", "loadbalancer/"),
    "GLOBAL_ACCELERATOR": ("globalaccelerator", "accelerator/"),
}
"""Types of resources, with the service and the start of the resource in their ARNs."""
RESPONSE_TEAM = "drt.shield.amazonaws.com"
MOST_BUCKETS = 10


@dataclass
class ShieldAccount:
    """Shield Advanced in an account."""

    started: datetime
    auto_renew: str = "ENABLED"
    protections: dict[str, dict[str, Any]] = field(default_factory=dict)
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    role: str = ""
    buckets: list[str] = field(default_factory=list)
    proactive: str = ""
    contacts: list[dict[str, str]] = field(default_factory=list)


def _missing(message: str = "The subscription does not exist.") -> Fault:
    return Fault("ResourceNotFoundException", message, 400)


def _find(state: EmulatorState, call: EmulatedCall) -> ShieldAccount | None:
    found: ShieldAccount | None = state.settings.get((call.account_id, "", "shield.account"))
    return found


def _require(state: EmulatorState, call: EmulatedCall) -> ShieldAccount:
    found = _find(state, call)
    if found is None:
        raise _missing()
    return found


@emulates("shield", "CreateSubscription")
def subscribe(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Subscribe for a year."""
    if _find(state, call) is not None:
        raise Fault("ResourceAlreadyExistsException", "The subscription already exists.", 400)
    state.settings[call.account_id, "", "shield.account"] = ShieldAccount(datetime.now(UTC))
    return {}


@emulates("shield", "GetSubscriptionState")
def get_state(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whether the account is subscribed."""
    return {"SubscriptionState": "ACTIVE" if _find(state, call) else "INACTIVE"}


@emulates("shield", "DescribeSubscription")
def describe_subscription(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the subscription."""
    found = _require(state, call)
    limits = [{"Type": kind, "Max": 1000} for kind in KINDS]
    patterns = {"ArbitraryPatternLimits": {"MaxMembers": 10_000}}
    shown = {
        "StartTime": found.started,
        "EndTime": found.started + YEAR,
        "TimeCommitmentInSeconds": int(YEAR.total_seconds()),
        "AutoRenew": found.auto_renew,
        "Limits": [{"Type": "MitigationCapacityUnits", "Max": 10_000}],
        "SubscriptionLimits": {
            "ProtectionLimits": {"ProtectedResourceTypeLimits": limits},
            "ProtectionGroupLimits": {"MaxProtectionGroups": 100, "PatternTypeLimits": patterns},
        },
        "SubscriptionArn": f"arn:{call.partition}:shield::{call.account_id}:subscription",
    }
    return {
        "Subscription": shown
        | ({"ProactiveEngagementStatus": found.proactive} if found.proactive else {})
    }


@emulates("shield", "UpdateSubscription", "DeleteSubscription")
def change_subscription(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Choose whether it renews; it cannot be deleted within its year."""
    found = _require(state, call)
    if call.operation.startswith("Delete"):
        message = "The subscription has a commitment of a year and cannot be deleted."
        raise Fault("LockedSubscriptionException", message, 400)
    found.auto_renew = call.parameters.get("AutoRenew") or found.auto_renew
    return {}


def _kind_of(arn: str) -> str:
    fields = arn.split(":", 5)
    if len(fields) > 5:  # noqa: PLR2004  # the parts of an ARN
        for kind, (service, start) in KINDS.items():
            if fields[2] == service and fields[5].startswith(start):
                return kind
    raise Fault("InvalidResourceException", f"The resource {arn} cannot be protected.", 400)


@emulates("shield", "CreateProtection")
def protect(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Protect a resource, which has one protection."""
    found, arn = _require(state, call), str(call.parameters["ResourceArn"])
    _kind_of(arn)
    if any(kept["ResourceArn"] == arn for kept in found.protections.values()):
        message = "The resource already has a protection."
        raise Fault("ResourceAlreadyExistsException", message, 400)
    made = str(mock_random.uuid4())
    place = f"arn:{call.partition}:shield::{call.account_id}:protection/{made}"
    found.protections[made] = {
        "Id": made,
        "Name": call.parameters["Name"],
        "ResourceArn": arn,
        "HealthCheckIds": [],
        "ProtectionArn": place,
    }
    found.tags[place] = {t["Key"]: t["Value"] for t in call.parameters.get("Tags") or ()}
    return {"ProtectionId": made}


def _require_protection(state: EmulatorState, call: EmulatedCall) -> dict[str, Any]:
    identifier = call.parameters.get("ProtectionId")
    arn = call.parameters.get("ResourceArn")
    for kept in _require(state, call).protections.values():
        if (identifier or arn) in {kept["Id"], kept["ResourceArn"]}:
            return kept
    raise _missing("The protection does not exist.")


@emulates("shield", "DescribeProtection", "DeleteProtection")
def keep_protection(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read or delete a protection."""
    kept = _require_protection(state, call)
    if call.operation.startswith("Describe"):
        return {"Protection": kept}
    found = _require(state, call)
    del found.protections[kept["Id"]]
    found.tags.pop(kept["ProtectionArn"], None)
    return {}


@emulates("shield", "AssociateHealthCheck", "DisassociateHealthCheck")
def change_health_check(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give a protection its one health check, or take it away."""
    kept, arn = _require_protection(state, call), str(call.parameters["HealthCheckArn"])
    check = arn.rpartition("/")[2]
    if call.operation.startswith("Associate"):
        if kept["HealthCheckIds"]:
            raise Fault("LimitsExceededException", "The protection has a health check.", 400)
        kept["HealthCheckIds"] = [check]
    elif check in kept["HealthCheckIds"]:
        kept["HealthCheckIds"] = []
    else:
        raise _missing("The health check is not associated.")
    return {}


@emulates("shield", "ListProtections")
def list_protections(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the protections, or those that filters include."""
    filters = call.parameters.get("InclusionFilters") or {}
    found = [
        kept
        for kept in _require(state, call).protections.values()
        if _includes(filters.get("ResourceArns"), kept["ResourceArn"])
        and _includes(filters.get("ProtectionNames"), kept["Name"])
        and _includes(filters.get("ResourceTypes"), _kind_of(kept["ResourceArn"]))
    ]
    page, more = cut_page(call, found, 1000, usual=20, fault="InvalidPaginationTokenException")
    return {"Protections": page} | more


def _includes(wanted: Any, value: str) -> bool:
    return not wanted or value in wanted


@emulates("shield", "CreateProtectionGroup", "UpdateProtectionGroup")
def put_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make or change a group of protections."""
    found, name = _require(state, call), str(call.parameters["ProtectionGroupId"])
    creates = call.operation.startswith("Create")
    if creates and name in found.groups:
        raise Fault("ResourceAlreadyExistsException", "The group already exists.", 400)
    if not creates and name not in found.groups:
        raise _missing("The group does not exist.")
    pattern, members = call.parameters["Pattern"], call.parameters.get("Members") or []
    if bool(members) != (pattern == "ARBITRARY"):
        message = "Members are for the pattern ARBITRARY alone, which needs them."
        raise Fault("InvalidParameterException", message, 400)
    arn = f"arn:{call.partition}:shield::{call.account_id}:protection-group/{name}"
    kind = call.parameters.get("ResourceType")
    found.groups[name] = {
        "ProtectionGroupId": name,
        "Aggregation": call.parameters["Aggregation"],
        "Pattern": pattern,
        "Members": list(members),
        "ProtectionGroupArn": arn,
    } | ({"ResourceType": kind} if kind else {})
    if creates:
        found.tags[arn] = {t["Key"]: t["Value"] for t in call.parameters.get("Tags") or ()}
    return {}


def _require_group(state: EmulatorState, call: EmulatedCall) -> dict[str, Any]:
    kept = _require(state, call).groups.get(str(call.parameters["ProtectionGroupId"]))
    if kept is None:
        raise _missing("The group does not exist.")
    return kept


@emulates("shield", "DescribeProtectionGroup", "DeleteProtectionGroup")
def keep_group(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read or delete a group."""
    kept = _require_group(state, call)
    if call.operation.startswith("Describe"):
        return {"ProtectionGroup": kept}
    del _require(state, call).groups[kept["ProtectionGroupId"]]
    return {}


@emulates("shield", "ListProtectionGroups")
def list_groups(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the groups."""
    found = list(_require(state, call).groups.values())
    page, more = cut_page(call, found, 1000, usual=20, fault="InvalidPaginationTokenException")
    return {"ProtectionGroups": page} | more


@emulates("shield", "ListResourcesInProtectionGroup")
def list_group_members(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the protected resources of a group."""
    group, held = _require_group(state, call), _require(state, call).protections.values()
    arns = [kept["ResourceArn"] for kept in held]
    if group["Pattern"] == "ARBITRARY":
        arns = [arn for arn in arns if arn in group["Members"]]
    if group["Pattern"] == "BY_RESOURCE_TYPE":
        arns = [arn for arn in arns if _kind_of(arn) == group.get("ResourceType")]
    page, more = cut_page(call, arns, 1000, usual=20, fault="InvalidPaginationTokenException")
    return {"ResourceArns": page} | more


@emulates("shield", "AssociateDRTRole", "DisassociateDRTRole")
def change_role(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give the response team a role that it may assume, or take it away."""
    found = _require(state, call)
    if call.operation.startswith("Disassociate"):
        found.role = ""
        return {}
    arn = str(call.parameters["RoleArn"])
    roles = {role.arn: role for role in moto_backend("iam", call.account_id).get_roles()}
    if arn not in roles:
        raise Fault("InvalidParameterException", f"The role {arn} does not exist.", 400)
    trust = roles[arn].assume_role_policy_document
    text = trust if isinstance(trust, str) else json.dumps(trust)
    if RESPONSE_TEAM not in text:
        message = f"The trust policy of the role must allow {RESPONSE_TEAM}."
        raise Fault("AccessDeniedForDependencyException", message, 400)
    found.role = arn
    return {}


@emulates("shield", "AssociateDRTLogBucket", "DisassociateDRTLogBucket")
def change_buckets(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let the response team read a bucket, or no longer; it needs its role first."""
    found, bucket = _require(state, call), str(call.parameters["LogBucket"])
    if not found.role:
        message = "The response team needs a role first."
        raise Fault("NoAssociatedRoleException", message, 400)
    if call.operation.startswith("Disassociate"):
        if bucket not in found.buckets:
            raise _missing("The bucket is not associated.")
        found.buckets.remove(bucket)
    elif bucket not in moto_backends("s3").bucket_accounts:
        raise Fault("InvalidParameterException", f"The bucket {bucket} does not exist.", 400)
    elif len(found.buckets) >= MOST_BUCKETS:
        raise Fault("LimitsExceededException", f"At most {MOST_BUCKETS} buckets.", 400)
    elif bucket not in found.buckets:
        found.buckets.append(bucket)
    return {}


@emulates("shield", "DescribeDRTAccess")
def describe_access(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the role and the buckets of the response team."""
    found = _require(state, call)
    role = {"RoleArn": found.role} if found.role else {}
    return {**role, "LogBucketList": found.buckets}


@emulates("shield", "AssociateProactiveEngagementDetails", "UpdateEmergencyContactSettings")
def change_contacts(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Say whom the response team calls; the first time turns proactive engagement on."""
    found, first = _require(state, call), call.operation.startswith("Associate")
    given = [dict(contact) for contact in call.parameters.get("EmergencyContactList") or ()]
    if first and found.proactive:
        message = "Proactive engagement was associated already: update the contacts."
        raise Fault("InvalidOperationException", message, 400)
    if found.proactive == "ENABLED" and not any(c.get("PhoneNumber") for c in given):
        message = "Proactive engagement needs a contact with a phone number."
        raise Fault("InvalidParameterException", message, 400)
    found.contacts = given
    found.proactive = "ENABLED" if first else found.proactive
    return {}


@emulates("shield", "DescribeEmergencyContactSettings")
def describe_contacts(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return whom the response team calls."""
    return {"EmergencyContactList": _require(state, call).contacts}


@emulates("shield", "EnableProactiveEngagement", "DisableProactiveEngagement")
def turn_proactive(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let the response team call by itself, or not; it needs contacts first."""
    found, on = _require(state, call), call.operation.startswith("Enable")
    if on and not (found.proactive and found.contacts):
        message = "Proactive engagement needs its details first."
        raise Fault("InvalidOperationException", message, 400)
    found.proactive = "ENABLED" if on else "DISABLED"
    return {}


@emulates("shield", "TagResource", "UntagResource", "ListTagsForResource")
def tag_protection(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Read and change the tags of a protection or a group."""
    tags = _require(state, call).tags.get(str(call.parameters["ResourceARN"]))
    if tags is None:
        raise _missing("The resource does not exist.")
    return answer_tags(call, tags)
