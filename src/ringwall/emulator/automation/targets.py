"""What the targets of an execution are: resources by tag or group, accounts by unit.

https://docs.aws.amazon.com/systems-manager/latest/userguide/running-automations-map-targets.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.emulator.automation.api_calls import call_api
from ringwall.emulator.automation.execution import Execution
from ringwall.emulator.automation.step_error import StepError, reject_inputs
from ringwall.emulator.automation.stored_documents import find_document
from ringwall.emulator.running import RunningEmulator

TYPES: Mapping[str, str] = {
    "/AWS::EC2::Instance": "ec2:instance",
    "/AWS::EC2::SecurityGroup": "ec2:security-group",
    "/AWS::EC2::Volume": "ec2:volume",
    "/AWS::S3::Bucket": "s3",
    "/AWS::RDS::DBInstance": "rds:db",
}
"""Types of resources as tagging writes them, by a document's TargetType."""


def find_targets(emulator: RunningEmulator, execution: Execution) -> list[str]:
    """Return the values of the target parameter; StepError where there is none."""
    target = execution.request["Targets"][0]
    key, values = str(target["Key"]), [str(value) for value in target.get("Values") or ()]
    if key in {"ParameterValues", "InstanceIds"}:
        return values
    if key.startswith("tag:"):
        found = _find_by_tag(emulator, execution, key.removeprefix("tag:"), values)
    elif key in {"ResourceGroup", "resource-groups:Name"}:
        found = list(_find_in_groups(emulator, execution, values))
    else:
        raise reject_inputs(f"Targets by {key} are not supported")
    if not found:
        raise StepError("No resource matches the targets", kind="Verification")
    return found


def _find_by_tag(
    emulator: RunningEmulator, execution: Execution, name: str, values: list[str]
) -> list[str]:
    account, region, _ = execution.key
    document = find_document(emulator.state, account, region, execution.document)
    version = document.versions[document.default] if document else None
    kind = TYPES.get(version.target_type if version else "")
    given: dict[str, Any] = {"TagFilters": [{"Key": name, "Values": values}]}
    given |= {"ResourceTypeFilters": [kind]} if kind else {}
    answer = call_api(emulator, execution, "resourcegroupstaggingapi", "GetResources", given)
    return [_read_id(found["ResourceARN"]) for found in answer["ResourceTagMappingList"]]


def _find_in_groups(
    emulator: RunningEmulator, execution: Execution, names: list[str]
) -> Iterator[str]:
    for name in names:
        given = {"Group": name}
        answer = call_api(emulator, execution, "resource-groups", "ListGroupResources", given)
        for found in answer.get("Resources") or ():
            yield _read_id(found["Identifier"]["ResourceArn"])


def _read_id(arn: str) -> str:
    """Return what identifies a resource in a call: the last part of its ARN."""
    return arn.split(":", 5)[-1].rpartition("/")[2].rpartition(":")[2]


def find_accounts(
    emulator: RunningEmulator, execution: Execution, location: Mapping[str, Any]
) -> list[str]:
    """Return the accounts of a target location: organizational units stand for theirs."""
    is_deep = bool(location.get("IncludeChildOrganizationUnits"))

    def expand(names: list[str]) -> Iterator[str]:
        for name in names:
            if name.isdecimal():
                yield name
                continue
            found = _list(emulator, execution, "ListAccountsForParent", "Accounts", name)
            yield from (account["Id"] for account in found if account["Status"] == "ACTIVE")
            if is_deep:
                given = "ListOrganizationalUnitsForParent"
                units = _list(emulator, execution, given, "OrganizationalUnits", name)
                yield from expand([unit["Id"] for unit in units])

    excluded = set(expand(list(location.get("ExcludeAccounts") or ())))
    accounts = dict.fromkeys(expand(list(location["Accounts"])))
    return [account for account in accounts if account not in excluded]


def _list(
    emulator: RunningEmulator, execution: Execution, operation: str, member: str, parent: str
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    given = {"ParentId": parent}
    while True:
        answer = call_api(emulator, execution, "organizations", operation, given, "us-east-1")
        found += answer[member]
        if not answer.get("NextToken"):
            return found
        given["NextToken"] = answer["NextToken"]
