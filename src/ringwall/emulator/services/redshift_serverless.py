"""Redshift Serverless: namespaces, and the workgroups that compute their queries.

https://docs.aws.amazon.com/redshift-serverless/latest/APIReference/Welcome.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import Holding, hold, make_arn
from ringwall.emulator.paging import answer_page
from ringwall.emulator.state import EmulatorState, Record

_CONFIG = {
    "auto_mv": "true",
    "datestyle": "ISO, MDY",
    "enable_case_sensitive_identifier": "false",
    "enable_user_activity_logging": "true",
    "max_query_execution_time": "14400",
    "query_group": "default",
    "require_ssl": "true",
    "search_path": "$user, public",
    "use_fips_ssl": "false",
}
"""The parameters of a workgroup that nobody changed. Since 2025 a new one requires TLS.

https://docs.aws.amazon.com/redshift/latest/mgmt/behavior-changes.html
"""
_OF_NAMESPACE = ("adminUsername", "dbName", "kmsKeyId", "logExports", "iamRoles")
_OF_WORKGROUP = (
    "baseCapacity", "enhancedVpcRouting", "maxCapacity", "port", "publiclyAccessible",
    "securityGroupIds", "subnetIds",
)  # fmt: skip


@emulates("redshift-serverless", "CreateNamespace")
def create_namespace(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a namespace, whose admin is called admin unless the request names another."""
    name = _claim(state, call, "namespace")
    own = mock_random.uuid4()
    made: Record = {
        "namespaceName": name,
        "namespaceId": str(own),
        "namespaceArn": make_arn(call, f"namespace/{own}"),
        "adminUsername": "admin",
        "dbName": "dev",
        "kmsKeyId": "AWS_OWNED_KMS_KEY",
        "iamRoles": [],
        "logExports": [],
        "status": "AVAILABLE",
        "creationDate": datetime.now(UTC),
    }
    _hold(state, call, "namespace")[name] = made
    return {"namespace": _change(made, call, _OF_NAMESPACE)}


@emulates("redshift-serverless", "CreateWorkgroup")
def create_workgroup(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make a workgroup of a namespace that is there."""
    name = _claim(state, call, "workgroup")
    namespace = call.parameters["namespaceName"]
    _require(state, call, "namespace", namespace)
    own = mock_random.uuid4()
    made: Record = {
        "workgroupName": name,
        "workgroupId": str(own),
        "workgroupArn": make_arn(call, f"workgroup/{own}"),
        "namespaceName": namespace,
        "baseCapacity": 128,
        "configParameters": _write(_CONFIG),
        "enhancedVpcRouting": False,
        "port": 5439,
        "publiclyAccessible": False,
        "securityGroupIds": [],
        "subnetIds": [],
        "status": "AVAILABLE",
        "creationDate": datetime.now(UTC),
    }
    _hold(state, call, "workgroup")[name] = made
    return {"workgroup": _change(made, call, _OF_WORKGROUP)}


@emulates("redshift-serverless", "GetNamespace", "UpdateNamespace", "DeleteNamespace")
def use_namespace(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a namespace as it is, changed, or for the last time."""
    name = call.parameters["namespaceName"]
    found = _require(state, call, "namespace", name)
    if call.operation.startswith("Update"):
        _change(found, call, _OF_NAMESPACE)
    if call.operation.startswith("Delete"):
        if any(w["namespaceName"] == name for w in _hold(state, call, "workgroup").values()):
            raise Fault("ConflictException", f"Namespace {name} is in use by a workgroup.")
        del _hold(state, call, "namespace")[name]
    return {"namespace": found}


@emulates("redshift-serverless", "GetWorkgroup", "UpdateWorkgroup", "DeleteWorkgroup")
def use_workgroup(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a workgroup as it is, changed, or for the last time."""
    name = call.parameters["workgroupName"]
    found = _require(state, call, "workgroup", name)
    if call.operation.startswith("Update"):
        _change(found, call, _OF_WORKGROUP)
    if call.operation.startswith("Delete"):
        del _hold(state, call, "workgroup")[name]
    return {"workgroup": found}


@emulates("redshift-serverless", "ListNamespaces")
def list_namespaces(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the namespaces, in pages."""
    return answer_page(call, "namespaces", list(_hold(state, call, "namespace").values()), 100)


@emulates("redshift-serverless", "ListWorkgroups")
def list_workgroups(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the workgroups, in pages."""
    return answer_page(call, "workgroups", list(_hold(state, call, "workgroup").values()), 100)


def _hold(state: EmulatorState, call: EmulatedCall, kind: str) -> Holding:
    return hold(state, call, kind)


def _claim(state: EmulatorState, call: EmulatedCall, kind: str) -> str:
    name = str(call.parameters[f"{kind}Name"])
    if name in _hold(state, call, kind):
        raise Fault("ConflictException", f"{kind.title()} {name} already exists.")
    return name


def _require(state: EmulatorState, call: EmulatedCall, kind: str, name: str) -> Record:
    found = _hold(state, call, kind).get(name)
    if found is None:
        raise Fault("ResourceNotFoundException", f"{kind.title()} {name} does not exist.")
    return found


def _change(held: Record, call: EmulatedCall, names: tuple[str, ...]) -> Record:
    for name in names:
        if call.parameters.get(name) is not None:
            held[name] = call.parameters[name]
    if given := call.parameters.get("configParameters"):
        before = {one["parameterKey"]: one["parameterValue"] for one in held["configParameters"]}
        after = {one["parameterKey"]: one["parameterValue"] for one in given}
        held["configParameters"] = _write(before | after)
    return held


def _write(parameters: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"parameterKey": key, "parameterValue": value} for key, value in parameters.items()]
