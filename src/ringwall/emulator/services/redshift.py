"""Redshift: several Availability Zones, and parameters that somebody set, which moto lacks.

https://docs.aws.amazon.com/redshift/latest/APIReference/API_ModifyClusterParameterGroup.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import Holding, hold
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

_STATES = {True: "Enabled", False: "Disabled"}


def _zones(state: EmulatorState, call: EmulatedCall) -> Holding:
    return hold(state, call, "multi_az")


@emulates("redshift", "CreateCluster", "ModifyCluster")
def change_cluster(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make or change a cluster, which is in two zones where that was asked for."""
    answer = state.ask_moto(call)
    shown = answer["Cluster"]
    name = shown["ClusterIdentifier"]
    if call.parameters.get("MultiAZ") is not None:
        _zones(state, call)[name] = {"is_multi_az": bool(call.parameters["MultiAZ"])}
    return {"Cluster": _add_zones(state, call, shown)}


@emulates("redshift", "DescribeClusters")
def describe_clusters(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return clusters, and whether each is in two zones."""
    answer = state.ask_moto(call)
    return {**answer, "Clusters": [_add_zones(state, call, c) for c in answer["Clusters"]]}


def _add_zones(state: EmulatorState, call: EmulatedCall, shown: dict[str, Any]) -> dict[str, Any]:
    held = _zones(state, call).get(shown["ClusterIdentifier"], {})
    return {**shown, "MultiAZ": _STATES[held.get("is_multi_az", False)]}


@emulates("redshift", "DeleteCluster")
def delete_cluster(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Delete a cluster: one that is made later with its name begins anew."""
    answer = state.ask_moto(call)
    _zones(state, call).pop(call.parameters["ClusterIdentifier"], None)
    return answer


@emulates("redshift", "ModifyClusterParameterGroup")
def modify_parameters(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Set parameters of a group that is there."""
    name = call.parameters["ParameterGroupName"]
    if name not in moto_backend("redshift", call.account_id, call.region).parameter_groups:
        raise Fault("ClusterParameterGroupNotFound", f"ParameterGroup not found: {name}", 404)
    held = hold(state, call, "parameters").setdefault(name, {})
    for parameter in call.parameters["Parameters"]:
        held[parameter["ParameterName"]] = str(parameter.get("ParameterValue", ""))
    return {
        "ParameterGroupName": name,
        "ParameterGroupStatus": "Your parameter group has been updated. If you changed only "
        "dynamic parameters, associated clusters are being modified now. If you changed static "
        "parameters, all updates, including dynamic parameters, will be applied when you reboot "
        "the associated clusters.",
    }


@emulates("redshift", "DescribeClusterParameters")
def describe_parameters(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the parameters of a group, as somebody set them."""
    answer = state.ask_moto(call)
    held = hold(state, call, "parameters").get(call.parameters["ParameterGroupName"], {})
    source = call.parameters.get("Source")
    shown = [
        {**one, "ParameterValue": held[one["ParameterName"]], "Source": "user"}
        if one["ParameterName"] in held
        else one
        for one in answer["Parameters"]
    ]
    return {"Parameters": [one for one in shown if source in {None, one["Source"]}]}
