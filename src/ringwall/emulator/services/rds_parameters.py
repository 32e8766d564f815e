"""RDS: parameters that an engine has without anyone setting them, and filters by their names.

Of hundreds, those that decide about TLS and audit logs are known.
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBParameters.html
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

_FILTER = "parameter-name"
_TLS_IS_USUAL = 15
"""The first version of PostgreSQL that requires TLS by itself.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
"""
_DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "aurora-mysql": {"server_audit_logging": "0"},
    "docdb": {"audit_logs": "disabled", "tls": "enabled"},
    "mariadb": {"require_secure_transport": "0"},
    "mysql": {"require_secure_transport": "0"},
    "neptune": {"neptune_enable_audit_log": "0"},
    "postgres": {"rds.force_ssl": "0"},
    "sqlserver": {"rds.force_ssl": "0"},
}
"""By the beginning of a family's name."""


@emulates("rds", "DescribeDBParameters")
def describe_parameters(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the parameters of an instance's group, those that nobody set too."""
    changed = state.ask_moto(call).get("Parameters", [])
    groups = moto_backend("rds", call.account_id, call.region).db_parameter_groups
    family = str(groups[call.parameters["DBParameterGroupName"].lower()].family)
    return {"Parameters": list(_choose(call, family, changed))}


@emulates("rds", "DescribeDBClusterParameters")
def describe_cluster_parameters(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the parameters of a cluster's group, also of one that RDS made itself."""
    name = str(call.parameters["DBClusterParameterGroupName"])
    groups = moto_backend("rds", call.account_id, call.region).db_cluster_parameter_groups
    if name in groups:
        changed = state.ask_moto(call).get("Parameters", [])
        return {"Parameters": list(_choose(call, groups[name].db_parameter_group_family, changed))}
    if name not in find_default_groups(call):
        raise Fault("DBParameterGroupNotFound", f"DBClusterParameterGroup not found: {name}", 404)
    return {"Parameters": list(_choose(call, name.removeprefix("default."), []))}


@emulates("rds", "DescribeDBClusterParameterGroups")
def describe_cluster_groups(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return groups of clusters; RDS makes the default one when the first cluster uses it."""
    asked = call.parameters.get("DBClusterParameterGroupName")
    own = [
        {
            "DBClusterParameterGroupName": name,
            "DBParameterGroupFamily": name.removeprefix("default."),
            "Description": f"Default cluster parameter group for {name.removeprefix('default.')}",
            "DBClusterParameterGroupArn": (
                f"arn:{call.partition}:rds:{call.region}:{call.account_id}:cluster-pg:{name}"
            ),
        }
        for name in find_default_groups(call)
        if asked in {None, name}
    ]
    if own and asked:
        return {"DBClusterParameterGroups": own}
    found = state.ask_moto(call).get("DBClusterParameterGroups", [])
    return {"DBClusterParameterGroups": [*own, *found]}


def find_default_groups(call: EmulatedCall) -> list[str]:
    """Return the names of RDS's own groups that clusters of the Region use."""
    clusters = moto_backend("rds", call.account_id, call.region).clusters.values()
    return sorted({c.parameter_group for c in clusters if c.parameter_group.startswith("default.")})


def _choose(
    call: EmulatedCall, family: str, changed: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    names = {
        name
        for one in call.parameters.get("Filters") or ()
        if one["Name"] == _FILTER
        for name in one["Values"]
    }
    source = call.parameters.get("Source")
    for parameter in _merge(family, changed):
        is_asked = not names or parameter["ParameterName"] in names
        if is_asked and source in {None, parameter["Source"]}:
            yield parameter


def _merge(family: str, changed: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    own = {one["ParameterName"]: one | {"Source": "user"} for one in changed}
    for name, value in _find_defaults(family).items():
        usual = {"ParameterName": name, "ParameterValue": value, "Source": "system"}
        yield own.pop(name, usual)
    yield from own.values()


def _find_defaults(family: str) -> Mapping[str, str]:
    known = next((names for start, names in _DEFAULTS.items() if family.startswith(start)), {})
    version = re.fullmatch(r"postgres(\d+)", family)
    if version and int(version[1]) >= _TLS_IS_USUAL:
        return {**known, "rds.force_ssl": "1"}
    return known
