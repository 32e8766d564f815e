"""What a call names has to be there, where moto answers or fails without a look.

The errors are those of each operation's page in AWS's API references. What EC2 asks for by id is
looked for in `asked_ids.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.hooks import refuses
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.services.iam import load_managed_policy
from ringwall.emulator.state import EmulatorState

Known = Callable[[Any, EmulatedCall], Iterable[Any]]
"""Returns what there is, by what calls name it: of moto's state of the service, for a call."""


@dataclass(frozen=True)
class NamedThing:
    """What some operations of a service name by one parameter."""

    operations: tuple[str, ...]
    parameter: str
    known: Known
    code: str
    message: str
    """With `{}` for the name."""
    status: int = 400


def _within(*attributes: str) -> Known:
    """Return what lists the keys of some of moto's dictionaries."""
    return lambda backend, _: {key for each in attributes for key in getattr(backend, each)}


def _arns(attributes: Mapping[str, str]) -> Known:
    """Return what lists ARNs: by dictionary of moto's, the attribute that has it."""
    return lambda backend, _: {
        getattr(item, arn)
        for name, arn in attributes.items()
        for item in getattr(backend, name).values()
    }


def _budgets(backend: Any, call: EmulatedCall) -> Iterable[Any]:
    budgets: Iterable[Any] = backend.budgets.get(str(call.parameters["AccountId"]), {})
    return budgets


def _log_arns(backend: Any, _: EmulatedCall) -> Iterable[Any]:
    """Return the ARNs of groups, which calls write without what they end with, and of others."""
    groups = (group.arn.removesuffix(":*") for group in backend.groups.values())
    others = (backend.destinations, backend.delivery_destinations, backend.delivery_sources)
    return {*groups, *(item.arn for each in others for item in each.values())}


def _policies(backend: Any, call: EmulatedCall) -> Iterable[Any]:
    load_managed_policy(call.account_id, call.parameters["PolicyArn"])
    policies: Iterable[Any] = backend.managed_policies
    return policies


def _functions(backend: Any, _: EmulatedCall) -> Iterable[Any]:
    return [
        name
        for each in backend.list_functions()
        for name in (each.function_name, each.function_arn.removesuffix(":$LATEST"))
    ]


def _keys(backend: Any, _: EmulatedCall) -> Iterable[Any]:
    names = {*backend.keys, *(key.arn for key in backend.keys.values())}
    return names | {alias for key in backend.keys.values() for alias in key.aliases}


_GONE = "ResourceNotFoundException"
_TAGS = ("TagResource", "UntagResource", "ListTagsForResource")
_GROUP = "AutoScalingGroup name not found - AutoScalingGroup {} not found"
_BACKED_UP = {
    "vaults": "backup_vault_arn",
    "plans": "backup_plan_arn",
    "report_plans": "report_plan_arn",
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
            _arns(_BACKED_UP),
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
            _budgets,
            "NotFoundException",
            "Unable to get budget: {} - the budget doesn't exist.",
        ),
    ),
    "cloudfront": (
        NamedThing(
            _TAGS,
            "Resource",
            _arns({"distributions": "arn", "functions": "arn", "key_value_stores": "arn"}),
            "NoSuchResource",
            "The specified resource does not exist.",
            404,
        ),
    ),
    "cloudtrail": (
        NamedThing(
            ("AddTags", "RemoveTags"),
            "ResourceId",
            _arns({"trails": "arn"}),
            _GONE,
            "Resource {} does not exist",
        ),
    ),
    "cloudwatch": (
        NamedThing(
            ("ListTagsForResource",),
            "ResourceARN",
            _arns({"alarms": "alarm_arn", "insight_rules": "rule_arn"}),
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
            lambda backend, _: [role.name for role in backend.roles.values()],
            "NoSuchEntity",
            "The role with name {} cannot be found.",
            404,
        ),
        NamedThing(
            ("ListEntitiesForPolicy",),
            "PolicyArn",
            _policies,
            "NoSuchEntity",
            "Policy {} was not found.",
            404,
        ),
    ),
    "kms": (
        NamedThing(
            ("ListGrants", "RevokeGrant"),
            "KeyId",
            _keys,
            "NotFoundException",
            "Key '{}' does not exist",
        ),
    ),
    "lambda": (
        NamedThing(
            ("ListVersionsByFunction",),
            "FunctionName",
            _functions,
            _GONE,
            "Function not found: {}",
            404,
        ),
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
            _log_arns,
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
        NamedThing(
            ("RestoreDBInstanceFromDBSnapshot",),
            "DBSnapshotIdentifier",
            _within("database_snapshots", "cluster_snapshots"),
            "DBSnapshotNotFound",
            "DBSnapshot not found: {}",
            404,
        ),
    ),
    "secretsmanager": (
        NamedThing(
            ("ListSecretVersionIds",),
            "SecretId",
            lambda backend, _: [
                name for each in backend.secrets.values() for name in (each.name, each.arn)
            ],
            _GONE,
            "Secrets Manager can't find the specified secret.",
        ),
    ),
    "wafv2": (
        NamedThing(
            _TAGS,
            "ResourceARN",
            _arns(_FILTERS),
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
            if name not in each.known(backend, call):
                raise Fault(each.code, each.message.format(name), each.status)


for _service, _rules in NAMED.items():
    refuses(_service, *(name for rule in _rules for name in rule.operations))(check_named)
