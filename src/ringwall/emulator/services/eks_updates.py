"""EKS: a cluster's endpoint and logs, and the updates that change them.

https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
OPEN: Mapping[str, Any] = {
    "endpointPublicAccess": True,
    "endpointPrivateAccess": False,
    "publicAccessCidrs": ["0.0.0.0/0"],
}
"""How a cluster's endpoint is reached, if nothing was said."""
OTHER = ("accessConfig", "upgradePolicy", "zonalShiftConfig", "computeConfig", "storageConfig",
         "kubernetesNetworkConfig", "remoteNetworkConfig", "deletionProtection")  # fmt: skip


@emulates("eks", "CreateCluster", "DescribeCluster")
def show_cluster(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a cluster with how it is reached, which moto leaves out, and who is let in by what."""
    cluster = dict(state.ask_moto(call)["cluster"])
    kept = hold(state, call, "access_config")
    if call.operation == "CreateCluster":
        kept.pop(cluster["name"], None)
        if mode := (call.parameters.get("accessConfig") or {}).get("authenticationMode"):
            kept[cluster["name"]] = {"authenticationMode": mode}
    if cluster["name"] in kept:
        cluster["accessConfig"] = kept[cluster["name"]]
    cluster["resourcesVpcConfig"] = {**OPEN, **cluster["resourcesVpcConfig"]}
    cluster["logging"] = {"clusterLogging": _show_logs(_find_enabled(cluster.get("logging")))}
    return {"cluster": cluster}


def _find_enabled(logging: Any) -> set[str]:
    groups = (logging or {}).get("clusterLogging") or ()
    return {kind for group in groups if group.get("enabled") for kind in group.get("types") or ()}


def _show_logs(enabled: set[str]) -> list[dict[str, Any]]:
    groups = (
        {"types": [kind for kind in LOGS if (kind in enabled) is is_on], "enabled": is_on}
        for is_on in (True, False)
    )
    return [group for group in groups if group["types"]]


@emulates("eks", "UpdateClusterConfig")
def update_cluster(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Change how a cluster is reached, or which logs it writes: one of them in a call."""
    cluster = _find_cluster(call)
    given = {name for name, value in call.parameters.items() if value is not None} - {
        "name",
        "clientRequestToken",
    }
    if given & {*OTHER}:
        reason = f"the emulator does not update {min(given & {*OTHER})}"
        raise Fault("UnknownOperationException", reason, 501)
    if len(given) != 1:
        raise Fault("InvalidParameterException", "Only one type of update can be made at a time")
    kind = "LoggingUpdate" if "logging" in given else "EndpointAccessUpdate"
    if kind == "LoggingUpdate":
        params = _update_logs(cluster, call.parameters["logging"])
    else:
        params = _update_endpoint(cluster, call.parameters["resourcesVpcConfig"])
    update: dict[str, Any] = {
        "id": str(mock_random.uuid4()),
        "status": "InProgress",
        "type": kind,
        "params": params,
        "createdAt": datetime.now(UTC),
        "errors": [],
    }
    done = {**update, "status": "Successful"}
    hold(state, call, "updates")[update["id"]] = {"cluster": cluster.name, "shown": done}
    return {"update": update}


def _update_logs(cluster: Any, wanted: Mapping[str, Any]) -> list[dict[str, str]]:
    before = enabled = _find_enabled(cluster.logging)
    for group in wanted.get("clusterLogging") or ():
        kinds = set(group.get("types") or ())
        if unknown := kinds - {*LOGS}:
            raise Fault("InvalidParameterException", f"Invalid log type: {min(unknown)}")
        enabled = enabled | kinds if group.get("enabled") else enabled - kinds
    if enabled == before:
        message = "No changes needed for the logging config provided"
        raise Fault("InvalidParameterException", message)
    cluster.logging = {"clusterLogging": _show_logs(enabled)}
    return [{"type": "ClusterLogging", "value": str(cluster.logging)}]


def _update_endpoint(cluster: Any, wanted: Mapping[str, Any]) -> list[dict[str, str]]:
    before = {**OPEN, **cluster.resources_vpc_config}
    after = {**before, **{name: v for name, v in wanted.items() if v is not None}}
    if not after["endpointPublicAccess"] and not after["endpointPrivateAccess"]:
        message = "Private and public endpoint access cannot be false"
        raise Fault("InvalidParameterException", message)
    if after == before:
        raise Fault("InvalidParameterException", "Cluster is already at the desired configuration")
    cluster.resources_vpc_config = after
    names = {"EndpointPublicAccess": "endpointPublicAccess", "PublicAccessCidrs":
             "publicAccessCidrs", "EndpointPrivateAccess": "endpointPrivateAccess"}  # fmt: skip
    return [{"type": kind, "value": str(after[name])} for kind, name in names.items()]


@emulates("eks", "DescribeUpdate")
def describe_update(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return how an update of a cluster stands."""
    cluster, name = _find_cluster(call), call.parameters["updateId"]
    found = hold(state, call, "updates").get(name)
    if found is None or found["cluster"] != cluster.name:
        raise Fault("ResourceNotFoundException", f"No update found for ID: {name}", 404)
    return {"update": found["shown"]}


@emulates("eks", "ListUpdates")
def list_updates(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the ids of the updates of a cluster."""
    cluster = _find_cluster(call)
    held = hold(state, call, "updates").items()
    return {"updateIds": [name for name, found in held if found["cluster"] == cluster.name]}


def _find_cluster(call: EmulatedCall) -> Any:
    name = call.parameters["name"]
    found = moto_backend("eks", call.account_id, call.region).clusters.get(name)
    if found is None:
        raise Fault("ResourceNotFoundException", f"No cluster found for name: {name}.", 404)
    return found
