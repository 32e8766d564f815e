"""EKS: who may enter a cluster: access entries, their policies, and identities of pods.

https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import Holding, hold, make_arn, make_id
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState, Record

POLICIES = (
    "AmazonEKSAdminPolicy",
    "AmazonEKSAdminViewPolicy",
    "AmazonEKSClusterAdminPolicy",
    "AmazonEKSEditPolicy",
    "AmazonEKSViewPolicy",
)
"""https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html"""
NODE_TYPES = frozenset({"EC2", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX"})


def _find_cluster(call: EmulatedCall) -> str:
    name = str(call.parameters["clusterName"])
    if name not in moto_backend("eks", call.account_id, call.region).clusters:
        message = f"No cluster found for name: {name}."
        raise Fault("ResourceNotFoundException", message, 404)
    return name


def _find_entry(state: EmulatorState, call: EmulatedCall) -> Record:
    cluster, principal = _find_cluster(call), call.parameters["principalArn"]
    found = hold(state, call, "access").get(f"{cluster} {principal}")
    if found is None:
        message = f"The specified principalArn could not be found: {principal}."
        raise Fault("ResourceNotFoundException", message, 404)
    return found


@emulates("eks", "CreateAccessEntry")
def create_entry(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Let a principal of IAM into a cluster."""
    given = call.parameters
    cluster, principal = _find_cluster(call), given["principalArn"]
    held, kind = hold(state, call, "access"), given.get("type") or "STANDARD"
    if f"{cluster} {principal}" in held:
        message = "The specified access entry resource is already in use on this cluster."
        raise Fault("ResourceInUseException", message, 409)
    if kind != "STANDARD" and kind not in NODE_TYPES:
        raise Fault("InvalidParameterException", f"The type {kind} is not valid")
    if kind in NODE_TYPES and (given.get("kubernetesGroups") or given.get("username")):
        message = f"Groups and a username cannot be set for the type {kind}"
        raise Fault("InvalidParameterException", message)
    now, fields = datetime.now(UTC), principal.split(":")
    path = f"{cluster}/{fields[5].partition('/')[0]}/{fields[4]}/{principal.rpartition('/')[2]}"
    shown = {
        "clusterName": cluster,
        "principalArn": principal,
        "kubernetesGroups": list(given.get("kubernetesGroups") or ()),
        "accessEntryArn": make_arn(call, f"access-entry/{path}/{mock_random.uuid4()}"),
        "createdAt": now,
        "modifiedAt": now,
        "tags": dict(given.get("tags") or {}),
        "username": given.get("username") or _name_session(principal),
        "type": kind,
    }
    held[f"{cluster} {principal}"] = {"shown": shown, "policies": {}}
    return {"accessEntry": shown}


def _name_session(principal: str) -> str:
    """Return how Kubernetes knows a principal: a role by its sessions."""
    if ":role/" not in principal:
        return principal
    fields = principal.split(":")
    name = principal.rpartition("/")[2]
    return f"arn:{fields[1]}:sts::{fields[4]}:assumed-role/{name}/{{{{SessionName}}}}"


@emulates("eks", "DescribeAccessEntry", "UpdateAccessEntry", "DeleteAccessEntry")
def change_entry(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return, change or delete an entry."""
    held = _find_entry(state, call)["shown"]
    if call.operation.startswith("Delete"):
        del hold(state, call, "access")[f"{held['clusterName']} {held['principalArn']}"]
        return {}
    if call.operation.startswith("Update"):
        if held["type"] in NODE_TYPES:
            message = f"An entry of the type {held['type']} cannot be changed"
            raise Fault("InvalidRequestException", message)
        for name in ("kubernetesGroups", "username"):
            if call.parameters.get(name) is not None:
                held[name] = call.parameters[name]
        held["modifiedAt"] = datetime.now(UTC)
    return {"accessEntry": held}


@emulates("eks", "ListAccessEntries")
def list_entries(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the principals that may enter, of one policy if asked."""
    cluster, wanted = _find_cluster(call), call.parameters.get("associatedPolicyArn")
    found = [
        held["shown"]["principalArn"]
        for held in hold(state, call, "access").values()
        if held["shown"]["clusterName"] == cluster and (not wanted or wanted in held["policies"])
    ]
    return {"accessEntries": found}


def _name_policy(call: EmulatedCall, name: str) -> str:
    return f"arn:{call.partition}:eks::aws:cluster-access-policy/{name}"


@emulates("eks", "ListAccessPolicies")
def list_policies(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return AWS's access policies: those that AWS's page names for people."""
    return {
        "accessPolicies": [{"name": name, "arn": _name_policy(call, name)} for name in POLICIES]
    }


@emulates("eks", "AssociateAccessPolicy", "DisassociateAccessPolicy")
def change_policies(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give an entry a policy in the cluster or some namespaces, or take it."""
    given, held = call.parameters, _find_entry(state, call)
    arn = given["policyArn"]
    if call.operation.startswith("Disassociate"):
        if arn not in held["policies"]:
            message = f"The policy {arn} is not associated with the access entry"
            raise Fault("ResourceNotFoundException", message, 404)
        del held["policies"][arn]
        return {}
    if arn not in {_name_policy(call, name) for name in POLICIES}:
        raise Fault("InvalidParameterException", f"The policyArn is not valid: {arn}")
    if held["shown"]["type"] in NODE_TYPES:
        raise Fault("InvalidRequestException", "Nodes cannot have access policies")
    scope = given["accessScope"]
    if (scope.get("type") == "namespace") != bool(scope.get("namespaces")):
        raise Fault("InvalidParameterException", "The access scope is not valid")
    now = datetime.now(UTC)
    before = held["policies"].get(arn, {})
    shown = {
        "policyArn": arn,
        "accessScope": {"namespaces": [], **scope},
        "associatedAt": before.get("associatedAt", now),
        "modifiedAt": now,
    }
    held["policies"][arn] = shown
    name = {"clusterName": given["clusterName"], "principalArn": given["principalArn"]}
    return {**name, "associatedAccessPolicy": shown}


@emulates("eks", "ListAssociatedAccessPolicies")
def list_associated(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return an entry's policies."""
    held = _find_entry(state, call)
    return {
        "clusterName": call.parameters["clusterName"],
        "principalArn": call.parameters["principalArn"],
        "associatedAccessPolicies": list(held["policies"].values()),
    }


def _pods(state: EmulatorState, call: EmulatedCall) -> Holding:
    return hold(state, call, "pods")


@emulates("eks", "CreatePodIdentityAssociation")
def create_pod_identity(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Give the pods of a service account a role."""
    given, cluster = call.parameters, _find_cluster(call)
    place = (cluster, given["namespace"], given["serviceAccount"])
    for held in _pods(state, call).values():
        if (held["clusterName"], held["namespace"], held["serviceAccount"]) == place:
            message = f"Association already exists: {held['associationId']}"
            raise Fault("ResourceInUseException", message, 409)
    made, now = make_id("a"), datetime.now(UTC)
    shown = {
        "clusterName": cluster,
        "namespace": given["namespace"],
        "serviceAccount": given["serviceAccount"],
        "roleArn": given["roleArn"],
        "associationArn": make_arn(call, f"podidentityassociation/{cluster}/{made}"),
        "associationId": made,
        "tags": dict(given.get("tags") or {}),
        "createdAt": now,
        "modifiedAt": now,
        "disableSessionTags": bool(given.get("disableSessionTags")),
    }
    _pods(state, call)[made] = shown
    return {"association": shown}


@emulates(
    "eks",
    "DescribePodIdentityAssociation",
    "UpdatePodIdentityAssociation",
    "DeletePodIdentityAssociation",
)
def change_pod_identity(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return, change or delete the role of a service account."""
    cluster, name = _find_cluster(call), call.parameters["associationId"]
    held = _pods(state, call).get(name)
    if held is None or held["clusterName"] != cluster:
        raise Fault("ResourceNotFoundException", f"Association not found: {name}", 404)
    if call.operation.startswith("Delete"):
        del _pods(state, call)[name]
    elif call.operation.startswith("Update"):
        for member in ("roleArn", "disableSessionTags"):
            if call.parameters.get(member) is not None:
                held[member] = call.parameters[member]
        held["modifiedAt"] = datetime.now(UTC)
    return {"association": held}


@emulates("eks", "ListPodIdentityAssociations")
def list_pod_identities(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List the service accounts of a cluster that have a role."""
    cluster, given = _find_cluster(call), call.parameters
    names = ("clusterName", "namespace", "serviceAccount", "associationArn", "associationId")
    wanted = {n: given[n] for n in ("namespace", "serviceAccount") if given.get(n)}
    held = [p for p in _pods(state, call).values() if p["clusterName"] == cluster]
    found = [p for p in held if all(p[k] == v for k, v in wanted.items())]
    return {"associations": [{name: item[name] for name in names} for item in found]}
