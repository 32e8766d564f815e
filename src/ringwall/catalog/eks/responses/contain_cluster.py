"""Contains an attacker in an EKS cluster: access entry, endpoint, logs, roles of pods."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.eks.cluster_access import (
    ACCESS_WRITES,
    close_entries,
    close_pod_identities,
)
from ringwall.catalog.eks.kubernetes_steps import tell_kubernetes
from ringwall.catalog.eks.threatened_cluster import (
    BUSY,
    CLUSTER,
    NAMESPACE,
    ThreatenedCluster,
    open_cluster,
)
from ringwall.model.change import Change, Poll, Probe, Write
from ringwall.model.response_playbook import HumanStep, ResponseOption, responds
from ringwall.model.state import read_state
from ringwall.model.threat import Scene, Threat
from ringwall.model.write_shape import WriteShape

LOGS = ["audit", "authenticator"]
CIDR = r"\d{1,3}(\.\d{1,3}){3}/\d{1,2}"
OPENED = "eks.endpoint_is_opened_to_everyone"
EVERYWHERE = "0.0.0.0/0"
WRITES = (
    WriteShape(
        "eks.update_cluster_config",
        {
            "name": CLUSTER,
            "resourcesVpcConfig": {
                "endpointPublicAccess": bool,
                "endpointPrivateAccess": bool,
                "publicAccessCidrs?": [CIDR],
            },
        },
    ),
    WriteShape(
        "eks.update_cluster_config",
        {
            "name": CLUSTER,
            "logging": {"clusterLogging": [{"types": ["audit|authenticator"], "enabled": bool}]},
        },
    ),
    *ACCESS_WRITES,
)


@responds(
    "Contain an attacker in an EKS cluster",
    "cluster",
    writes=WRITES,
    reads=(
        "eks.describe_access_entry",
        "eks.describe_cluster",
        "eks.describe_pod_identity_association",
        "eks.describe_update",
        "eks.list_access_entries",
        "eks.list_associated_access_policies",
        "eks.list_pod_identity_associations",
    ),
    risks=(
        "Tokens that were made within Kubernetes, and bindings of roles there, are not taken.",
        "Who shares the entry of a role with who acted is shut out too.",
        "endpoint=private shuts out all who reach the cluster from elsewhere.",
        "Audit logs cost what CloudWatch Logs takes for them.",
    ),
    rollback="Access entries, their policies, the endpoint and the logs are as they were; an "
    "association of a role with pods is made anew, with another id.",
    answers=("eks.*", "guardduty.*:Kubernetes/*"),
    options=(
        ResponseOption(
            "entries",
            "Access entries that are taken: of who acted and those made since (new), or of who "
            "acted alone (actor), or none.",
            "new",
            "new|actor|none",
        ),
        ResponseOption(
            "endpoint",
            "Who reaches the API: nobody from outside the VPC (private), or as it is (keep); "
            "auto: private where the threat is that it was opened.",
            "auto",
            "auto|private|keep",
        ),
        ResponseOption(
            "addresses",
            "CIDRs of IPv4, with commas, from which the API is still reached.",
            "",
            rf"({CIDR}(,{CIDR}){{0,39}})?",
        ),
        ResponseOption(
            "service_account",
            "The service account whose role of Pod Identity is taken: <namespace>/<name>.",
            "",
            rf"({NAMESPACE}/[a-z0-9.-]{{1,253}})?",
        ),
    ),
)
def contain_cluster(threat: Threat, scene: Scene) -> Iterator[Change | HumanStep]:
    """Take the access entry of who acted, close the endpoint, log what is done, tell the rest."""
    cluster, chosen = open_cluster(threat, scene), scene.options
    if chosen["entries"] != "none":
        also_new = chosen["entries"] == "new"
        yield from close_entries(cluster, threat.actor, threat.first_at, also_new=also_new)
    yield from close_pod_identities(cluster, chosen["service_account"])
    is_private = chosen["endpoint"] == "private" or (
        chosen["endpoint"] == "auto" and threat.rule == OPENED
    )
    addresses = [one for one in chosen["addresses"].split(",") if one]
    yield from _close_endpoint(cluster, addresses, is_private=is_private)
    yield from _log(cluster)
    issuer = ((cluster.found.get("identity") or {}).get("oidc") or {}).get("issuer")
    if issuer:
        what = "Contain the roles that its pods assume by OIDC (IRSA): iam.contain_role"
        yield HumanStep(cluster.arn, what, f"roles that trust {issuer} are used by its pods")
    yield from tell_kubernetes(cluster, threat.case)


def _close_endpoint(
    cluster: ThreatenedCluster, addresses: list[str], *, is_private: bool
) -> Iterator[Change | HumanStep]:
    probe = Probe(
        "eks.describe_cluster",
        {"name": cluster.name},
        "cluster.resourcesVpcConfig.{public: endpointPublicAccess, "
        "private: endpointPrivateAccess, cidrs: sort(publicAccessCidrs || `[]`)}",
    )
    before = read_state(probe, cluster.reader)
    after = before
    if addresses:
        after = {**before, "private": True, "cidrs": sorted(addresses)}
    elif is_private:
        after = {**before, "public": False, "private": True}
    elif before["public"] and EVERYWHERE in before["cidrs"]:
        what = "Say from where the cluster's API is reached: endpoint=private, or addresses=<CIDRs>"
        yield HumanStep(cluster.arn, what, "everyone who has credentials reaches it")
    if after == before or not before["public"]:
        return
    yield _update(
        cluster,
        "resourcesVpcConfig",
        _reach(after),
        undo=_reach(before),
        probe=probe,
        before=before,
        after=after,
        why="the cluster's API is not reached from everywhere; nodes reach it within the VPC",
    )


def _reach(shown: dict[str, Any]) -> dict[str, Any]:
    reached = {
        "endpointPublicAccess": shown["public"],
        "endpointPrivateAccess": shown["private"],
    }
    return {**reached, "publicAccessCidrs": shown["cidrs"]} if shown["public"] else reached


def _log(cluster: ThreatenedCluster) -> Iterator[Change]:
    probe = Probe(
        "eks.describe_cluster",
        {"name": cluster.name},
        "sort(cluster.logging.clusterLogging[?enabled].types[] || `[]`)",
    )
    before = read_state(probe, cluster.reader)
    missing = [kind for kind in LOGS if kind not in before]
    if not missing:
        return

    def turn(is_on: object) -> dict[str, Any]:
        return {"clusterLogging": [{"types": missing, "enabled": bool(is_on)}]}

    yield _update(
        cluster,
        "logging",
        turn(is_on=True),
        undo=turn(is_on=False),
        probe=probe,
        before=before,
        after=sorted([*before, *missing]),
        why="what is done in the cluster is logged",
        blast="none",
        stage="preserve",
    )


def _update(
    cluster: ThreatenedCluster,
    member: str,
    wanted: dict[str, Any],
    *,
    undo: dict[str, Any],
    **facts: Any,
) -> Change:
    """Return a Change of the cluster, which EKS works on for minutes, one at a time."""
    poll = Poll(
        "eks.describe_update",
        {"name": cluster.name, "updateId": {"$answer": "update.id"}},
        "update.status",
        done=("Successful",),
        failed=("Failed", "Cancelled"),
        why="update.errors[0].errorMessage",
    )

    def write(value: dict[str, Any]) -> Write:
        return Write("eks.update_cluster_config", {"name": cluster.name, member: value}, BUSY, poll)

    return cluster.make(
        write=write(wanted), undo=write(undo), serial=f"eks/{cluster.name}", **facts
    )
