"""What a call names has to be there, where moto answers or fails without a look.

The errors are those of each operation's page in AWS's API references. What EC2 asks for by id is
looked for in `asked_ids.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from moto.wafv2.models import GLOBAL_REGION

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.services.iam import load_managed_policy
from ringwall.emulator.state import EmulatorState

IsKnown = Callable[[Any, EmulatedCall, str], bool]
"""Whether there is a thing: by moto's state of the service, the call, and what it names."""


@dataclass(frozen=True)
class NamedThing:
    """What some operations of a service name by one parameter."""

    operations: tuple[str, ...]
    parameter: str
    is_known: IsKnown
    code: str
    message: str
    """With `{}` for the name."""
    status: int = 400


def _within(attribute: str) -> IsKnown:
    """Return what looks for a key of one of moto's dictionaries."""
    return lambda backend, _, name: name in getattr(backend, attribute)


def _by_arn(attributes: Mapping[str, str]) -> IsKnown:
    """Return what looks for an ARN: by dictionary of moto's, the attribute that has it."""
    return lambda backend, _, arn: _has_arn(backend, attributes, arn)


def _has_arn(backend: Any, attributes: Mapping[str, str], arn: str) -> bool:
    return any(
        getattr(item, attribute) == arn
        for name, attribute in attributes.items()
        for item in getattr(backend, name).values()
    )


def _is_backed_up(backend: Any, _: EmulatedCall, arn: str) -> bool:
    """Whether it is a vault or a plan; snapshots and recovery points are looked for by nobody."""
    is_point = ":backup:" not in arn or ":recovery-point:" in arn
    return is_point or _has_arn(backend, _BACKED_UP, arn)


def _is_budget(backend: Any, call: EmulatedCall, name: str) -> bool:
    return name in backend.budgets.get(str(call.parameters["AccountId"]), {})


def _is_log(backend: Any, _: EmulatedCall, arn: str) -> bool:
    return _has_arn(backend, _LOGS, arn)


def _is_policy(backend: Any, call: EmulatedCall, arn: str) -> bool:
    load_managed_policy(call.account_id, arn)
    return arn in backend.managed_policies


def _is_key(backend: Any, _: EmulatedCall, name: str) -> bool:
    return name.rpartition("key/")[2] in backend.keys


def _is_filter(backend: Any, call: EmulatedCall, arn: str) -> bool:
    """Whether it is of WAF, in the Region or, for CloudFront, in none."""
    everywhere = moto_backend("wafv2", call.account_id, GLOBAL_REGION)
    return any(_has_arn(each, _FILTERS, arn) for each in (backend, everywhere))


_GONE = "ResourceNotFoundException"
_TAGS = ("TagResource", "UntagResource", "ListTagsForResource")
_GROUP = "AutoScalingGroup name not found - AutoScalingGroup {} not found"
_BACKED_UP = {
    "vaults": "backup_vault_arn",
    "plans": "backup_plan_arn",
    "report_plans": "report_plan_arn",
}
_LOGS = {
    "groups": "arn",
    "destinations": "arn",
    "deliveries": "arn",
    "delivery_destinations": "arn",
    "delivery_sources": "arn",
}
_FILTERS = {"wacls": "arn", "ip_sets": "arn", "rule_groups": "arn", "regex_pattern_sets": "arn"}
NAMED: Mapping[str, tuple[NamedThing, ...]] = {
    "autoscaling": (
        NamedThing(
            (
                "AttachLoadBalancerTargetGroups",
                "DetachLoadBalancerTargetGroups",
                "ResumeProcesses",
                "SuspendProcesses",
            ),
            "AutoScalingGroupName",
            _within("autoscaling_groups"),
            "ValidationError",
            _GROUP,
        ),
    ),
    "backup": (
        NamedThing(
            ("TagResource", "UntagResource", "ListTags"),
            "ResourceArn",
            _is_backed_up,
            _GONE,
            "Resource {} does not exist",
        ),
        NamedThing(
            ("DeleteBackupVault",),
            "BackupVaultName",
            _within("vaults"),
            _GONE,
            "Backup vault {} does not exist",
        ),
        NamedThing(
            ("DeleteReportPlan",),
            "ReportPlanName",
            _within("report_plans"),
            _GONE,
            "Report plan {} does not exist",
        ),
    ),
    "budgets": (
        NamedThing(
            ("DescribeNotificationsForBudget",),
            "BudgetName",
            _is_budget,
            "NotFoundException",
            "Unable to get budget: {} - the budget doesn't exist.",
        ),
    ),
    "cloudfront": (
        NamedThing(
            _TAGS,
            "Resource",
            _by_arn({"distributions": "arn", "functions": "arn", "key_value_stores": "arn"}),
            "NoSuchResource",
            "The specified resource does not exist.",
            404,
        ),
    ),
    "cloudtrail": (
        NamedThing(
            ("AddTags", "RemoveTags"),
            "ResourceId",
            _by_arn({"trails": "arn"}),
            _GONE,
            "Resource {} does not exist",
        ),
    ),
    "cloudwatch": (
        NamedThing(
            ("ListTagsForResource",),
            "ResourceARN",
            _by_arn({"alarms": "alarm_arn", "insight_rules": "rule_arn"}),
            _GONE,
            "Unknown resource {}",
            404,
        ),
    ),
    "eks": (
        NamedThing(
            ("ListNodegroups",),
            "clusterName",
            _within("clusters"),
            _GONE,
            "No cluster found for name: {}.",
            404,
        ),
    ),
    "elb": (
        NamedThing(
            ("DeregisterInstancesFromLoadBalancer",),
            "LoadBalancerName",
            _within("load_balancers"),
            "LoadBalancerNotFound",
            "There is no ACTIVE Load Balancer named '{}'",
        ),
    ),
    "iam": (
        NamedThing(
            ("ListInstanceProfilesForRole",),
            "RoleName",
            lambda backend, _, name: any(role.name == name for role in backend.roles.values()),
            "NoSuchEntity",
            "The role with name {} cannot be found.",
            404,
        ),
        NamedThing(
            ("ListEntitiesForPolicy",),
            "PolicyArn",
            _is_policy,
            "NoSuchEntity",
            "Policy {} was not found.",
            404,
        ),
    ),
    "kms": (
        NamedThing(
            ("ListGrants", "RevokeGrant"),
            "KeyId",
            _is_key,
            "NotFoundException",
            "Key '{}' does not exist",
        ),
    ),
    "lambda": (
        NamedThing(
            ("DeleteEventSourceMapping", "UpdateEventSourceMapping"),
            "UUID",
            _within("_event_source_mappings"),
            _GONE,
            "The resource you requested does not exist.",
            404,
        ),
    ),
    "logs": (
        NamedThing(
            ("GetQueryResults",),
            "queryId",
            _within("queries"),
            _GONE,
            "The specified query does not exist.",
        ),
        NamedThing(
            _TAGS,
            "resourceArn",
            _is_log,
            _GONE,
            "The specified resource does not exist.",
        ),
    ),
    "rds": (
        NamedThing(
            ("ModifyDBCluster",),
            "DBClusterIdentifier",
            _within("clusters"),
            "DBClusterNotFoundFault",
            "DBCluster {} not found.",
            404,
        ),
    ),
    "secretsmanager": (
        NamedThing(
            ("ListSecretVersionIds",),
            "SecretId",
            _within("secrets"),
            _GONE,
            "Secrets Manager can't find the specified secret.",
        ),
    ),
    "wafv2": (
        NamedThing(
            _TAGS,
            "ResourceARN",
            _is_filter,
            "WAFNonexistentItemException",
            "AWS WAF couldn't perform the operation because your resource doesn't exist.",
        ),
    ),
}
"""By service, what has to be there."""
GLOBAL = frozenset({"budgets", "cloudfront", "iam"})
"""Services without Regions."""


def check_named(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse a call about what is not there."""
    for each in NAMED[call.service]:
        if call.operation in each.operations and each.parameter in call.parameters:
            name = call.parameters[each.parameter]
            region = "" if call.service in GLOBAL else call.region
            backend = moto_backend(call.service, call.account_id, region)
            if not each.is_known(backend, call, name):
                raise Fault(each.code, each.message.format(name), each.status)


for _service, _rules in NAMED.items():
    refuses(_service, *(name for rule in _rules for name in rule.operations))(check_named)
