"""IAM: AWS managed policies on demand, authorization details in pages, the root user."""

import base64
import functools
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import NEVER, EmulatorState

AWS_POLICY = re.compile(r"arn:aws(?:-cn|-us-gov)?:iam::aws:policy/")
REGIONS = {"aws": "aws", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
"""A Region of each partition, from which moto takes the partition of a policy."""
PAGE = 100
LISTS = ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")


@emulates(
    "iam",
    "AttachUserPolicy",
    "AttachGroupPolicy",
    "GetPolicy",
    "GetPolicyVersion",
    "ListPolicyVersions",
    "ListEntitiesForPolicy",
)
def make_managed_policy(_state: EmulatorState, call: EmulatedCall) -> None:
    """Load an AWS managed policy when it is first named; all 1,300 take 0.1 s an account."""
    load_managed_policy(call.account_id, call.parameters.get("PolicyArn", ""))


def load_managed_policy(account_id: str, arn: str) -> None:
    """Load an AWS managed policy in an account, if AWS has one of that name."""
    backend = moto_backend("iam", account_id)
    name = arn.rpartition("/")[2]
    data = _managed_policies().get(name)
    if not is_of_aws(arn) or arn in backend.managed_policies or data is None:
        return
    partition = arn.split(":")[1]
    document = json.loads(json.dumps(data).replace("arn:aws:", f"arn:{partition}:"))
    policy = AWSManagedPolicy.from_data(name, account_id, REGIONS[partition], document)
    backend.managed_policies[arn] = policy
    backend.aws_managed_policies.append(policy)


def is_of_aws(arn: str) -> bool:
    """Whether a policy is one that AWS manages."""
    return AWS_POLICY.match(arn) is not None


@functools.cache
def _managed_policies() -> dict[str, Any]:
    policies: dict[str, Any] = json.loads(aws_managed_policies_data)
    return policies


@emulates("iam", "GetAccountAuthorizationDetails")
def get_authorization_details(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the details in pages, over all four lists together as AWS does.

    AWS managed policies appear only if they are attached.
    """
    answer = state.ask_moto(call)
    answer["UserDetailList"] = [add_boundary(call, user) for user in answer["UserDetailList"]]
    named = [_name_policy(call, policy) for policy in answer["Policies"]]
    answer["Policies"] = [p for p in named if not is_of_aws(p["Arn"]) or _is_used(p)]
    items = [(name, item) for name in LISTS for item in answer[name]]
    marker = call.parameters.get("Marker")
    start = int(base64.b64decode(marker)) if marker else 0
    end = start + int(call.parameters.get("MaxItems") or PAGE)
    page: dict[str, Any] = {name: [] for name in LISTS}
    for name, item in items[start:end]:
        page[name].append(item)
    page["IsTruncated"] = end < len(items)
    if page["IsTruncated"]:
        page["Marker"] = base64.b64encode(str(end).encode()).decode()
    return page


def _name_policy(call: EmulatedCall, policy: dict[str, Any]) -> dict[str, Any]:
    """Add what moto leaves out: the policy's name, its id, and how often it is a boundary."""
    backend = moto_backend("iam", call.account_id)
    known = backend.managed_policies[policy["Arn"]]
    holders = (*backend.roles.values(), *backend.users.values())
    boundaries = [h for h in holders if _boundary(h) == policy["Arn"]]
    uses = {"PermissionsBoundaryUsageCount": len(boundaries)}
    return policy | {"PolicyName": known.name, "PolicyId": known.id} | uses


def add_boundary(call: EmulatedCall, user: dict[str, Any]) -> dict[str, Any]:
    """Return what moto says of a user, with the permissions boundary, which it leaves out."""
    found = moto_backend("iam", call.account_id).users[user["UserName"]]
    boundary = getattr(found, "permissions_boundary", None)
    return user | ({"PermissionsBoundary": boundary} if boundary else {})


def _boundary(holder: Any) -> str:
    boundary = getattr(holder, "permissions_boundary", None) or {}
    arn: str = boundary.get("PermissionsBoundaryArn", "")
    return arn


def _is_used(policy: dict[str, Any]) -> bool:
    return bool(policy["AttachmentCount"] + policy["PermissionsBoundaryUsageCount"])


@emulates("iam", "GetAccountSummary")
def get_account_summary(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Add what moto lacks: whether the root user has MFA and access keys."""
    root = state.root(call.account_id)
    answer = state.ask_moto(call)
    answer["SummaryMap"] |= {
        "AccountMFAEnabled": int(root.mfa),
        "AccountAccessKeysPresent": int(root.access_key_created != NEVER),
        "AccountPasswordPresent": int(root.password),
    }
    return answer


@emulates("iam", "GenerateCredentialReport")
def generate_report(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Start a report; the next call says that it is complete."""
    if state.setting(call, "report", default=False):
        return {"State": "COMPLETE"}
    state.set(call, "report", value=True)
    return {
        "State": "STARTED",
        "Description": "No report exists. Starting a new report generation task",
    }


@emulates("iam", "GetCredentialReport")
def get_report(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the report with a line for the root user, which moto leaves out."""
    if not state.setting(call, "report", default=False):
        raise Fault("ReportNotPresent", "No report exists", 410)
    users = moto_backend("iam", call.account_id).users.values()
    lines = [",".join(COLUMNS), _root_line(state, call), *map(_user_line, users)]
    now = datetime.now().astimezone()
    return {"Content": "\n".join(lines).encode(), "ReportFormat": "text/csv", "GeneratedTime": now}


KEY = ("active", "last_rotated", "last_used_date", "last_used_region", "last_used_service")
COLUMNS = (
    *("user", "arn", "user_creation_time", "password_enabled", "password_last_used"),
    *("password_last_changed", "password_next_rotation", "mfa_active"),
    *(f"access_key_{number}_{column}" for number in (1, 2) for column in KEY),
    *("cert_1_active", "cert_1_last_rotated", "cert_2_active", "cert_2_last_rotated"),
)
NO_KEY = ("false", "N/A", "N/A", "N/A", "N/A")
NO_CERTIFICATE = ("false", "N/A", "false", "N/A")


def _moment(value: datetime | None, missing: str = "N/A") -> str:
    if value is None or value == NEVER:
        return missing
    return value.strftime("%Y-%m-%dT%H:%M:%S+00:00")


def _flag(value: object) -> str:
    return "true" if value else "false"


def _root_line(state: EmulatorState, call: EmulatedCall) -> str:
    root, account = state.root(call.account_id), call.account_id
    key = NO_KEY
    if root.access_key_created != NEVER:
        used = _moment(root.access_key_last_used)
        where = ("us-east-1", "iam") if used != "N/A" else ("N/A", "N/A")
        key = ("true", _moment(root.access_key_created), used, *where)
    head = ("<root_account>", f"arn:{call.partition}:iam::{account}:root", _moment(root.created))
    used = _moment(root.password_last_used, "no_information")
    password = ("not_supported", used, "not_supported", "not_supported")
    return ",".join((*head, *password, _flag(root.mfa), *key, *NO_KEY, *NO_CERTIFICATE))


def _user_line(user: Any) -> str:
    created = _moment(user.create_date)
    password = ("false", "N/A", "N/A", "N/A")
    if user.password:
        used = _moment(user.password_last_used, "no_information")
        password = ("true", used, created, "N/A")
    keys = [*(_key_columns(key) for key in user.access_keys), NO_KEY, NO_KEY]
    columns = (*password, _flag(user.mfa_devices), *keys[0], *keys[1], *NO_CERTIFICATE)
    return ",".join((user.name, user.arn, created, *columns))


def _key_columns(key: Any) -> tuple[str, ...]:
    made = (_flag(key.status == "Active"), _moment(key.create_date))
    if key.last_used is None:
        return (*made, "N/A", "N/A", "N/A")
    return (*made, _moment(key.last_used.timestamp), key.last_used.region, key.last_used.service)
