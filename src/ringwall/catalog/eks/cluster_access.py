"""Who may enter a cluster: access entries taken away, and given again exactly.

https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ringwall.catalog.eks.threatened_cluster import BUSY, CLUSTER, NAMESPACE, ThreatenedCluster
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import AccessDenied
from ringwall.model.response_playbook import HumanStep
from ringwall.model.table import Row
from ringwall.model.write_shape import WriteShape

PRINCIPAL = r"arn:[a-z-]{3,20}:iam::\d{12}:(role|user)/[!-~]{1,600}"
POLICY = r"arn:[a-z-]{3,20}:eks::aws:cluster-access-policy/\w{1,100}"
GONE = ("ResourceNotFoundException",)
MOST_ENTRIES = 200
MOST_NAMED = 20
STANDARD = "STANDARD"
"""The type of the entries of people and programs; others are of nodes."""
ENTRY = {"clusterName": CLUSTER, "principalArn": PRINCIPAL}
ACCESS_WRITES = (
    WriteShape("eks.disassociate_access_policy", {**ENTRY, "policyArn": POLICY}),
    WriteShape(
        "eks.associate_access_policy",
        {
            **ENTRY,
            "policyArn": POLICY,
            "accessScope": {"type": "cluster|namespace", "namespaces?": [r"[a-z0-9*-]{1,63}"]},
        },
    ),
    WriteShape("eks.delete_access_entry", ENTRY),
    WriteShape(
        "eks.create_access_entry",
        {
            **ENTRY,
            "type": STANDARD,
            "kubernetesGroups?": [r"[ -~]{1,253}"],
            "username?": r"[ -~]{1,512}",
            "tags?": object,
        },
        also=("eks:TagResource",),
    ),
    WriteShape(
        "eks.delete_pod_identity_association",
        {"clusterName": CLUSTER, "associationId": r"a-[\w-]{1,60}"},
    ),
    WriteShape(
        "eks.create_pod_identity_association",
        {
            "clusterName": CLUSTER,
            "namespace": NAMESPACE,
            "serviceAccount": r"[a-z0-9.-]{1,253}",
            "roleArn": PRINCIPAL,
            "disableSessionTags?": bool,
            "targetRoleArn?": PRINCIPAL,
            "policy?": object,
            "tags?": object,
        },
        also=("eks:TagResource", "iam:PassRole"),
    ),
)
_SESSION = re.compile(
    r"arn:[a-z-]{3,20}:sts::(\d{12}):assumed-role/([\w+=,.@-]{1,64})/[^\n]{1,64}", re.ASCII
)


def close_entries(
    cluster: ThreatenedCluster, actor: str, since: int, *, also_new: bool
) -> Iterator[Change | HumanStep]:
    """Yield the Changes that take the entry of who acted, and those that were made since."""
    why = "who acted may still enter the cluster"
    if cluster.mode == "CONFIG_MAP":
        what = "Take who acted out of the ConfigMap: kubectl -n kube-system edit configmap aws-auth"
        yield HumanStep(cluster.arn, what, why)
        return
    try:
        listed = cluster.reader.items(
            "eks.list_access_entries", "accessEntries", clusterName=cluster.name
        )
        principals: list[Any] = list(islice(listed, MOST_ENTRIES + 1))
    except AccessDenied as error:
        yield HumanStep(cluster.arn, "Take away the access entry of who acted", str(error))
        return
    if len(principals) > MOST_ENTRIES:
        what = "Look through the other access entries"
        yield HumanStep(cluster.arn, what, f"only {MOST_ENTRIES} were looked at")
    for principal in principals[:MOST_ENTRIES]:
        is_actor = _is_of(principal, actor)
        if not is_actor and not (also_new and since):
            continue
        which = {"clusterName": cluster.name, "principalArn": principal}
        entry = cluster.reader.call("eks.describe_access_entry", **which)["accessEntry"]
        is_new = also_new and since and entry["createdAt"].timestamp() * 1000 >= since
        if is_actor or is_new:
            yield from _close_entry(cluster, entry, which)


def _is_of(principal: str, actor: str) -> bool:
    """Whether an entry lets in who acted: a session comes by the entry of its role."""
    if principal == actor:
        return True
    found = _SESSION.fullmatch(actor)
    if not found:
        return False
    fields = principal.split(":", 5)
    named = fields[5].rpartition("/")[2]
    return fields[4] == found[1] and fields[5].startswith("role/") and named == found[2]


def _close_entry(
    cluster: ThreatenedCluster, entry: Row, which: dict[str, str]
) -> Iterator[Change | HumanStep]:
    principal = which["principalArn"]
    if entry.get("type") != STANDARD:
        what = f"Look at the entry of {principal}, which is one of nodes"
        yield HumanStep(cluster.arn, what, "without it, the nodes leave the cluster")
        return
    found = cluster.reader.items(
        "eks.list_associated_access_policies", "associatedAccessPolicies", **which
    )
    # One at a time, in order: the undo makes the entry before it gives it the policies.
    for policy in found:
        yield _take_policy(cluster, policy, which)
    members = {
        "groups": sorted(entry.get("kubernetesGroups") or ()),
        "username": entry.get("username"),
        "type": entry["type"],
    }
    again: dict[str, Any] = {**which, "type": STANDARD}
    if members["groups"]:
        again["kubernetesGroups"] = members["groups"]
    if not _is_usual_name(entry):
        again["username"] = members["username"]
    if entry.get("tags"):
        again["tags"] = dict(entry["tags"])
    take = "accessEntry.{groups: sort(kubernetesGroups || `[]`), username: username, type: type}"
    yield cluster.make(
        write=Write("eks.delete_access_entry", which, BUSY),
        probe=Probe("eks.describe_access_entry", which, take, GONE),
        before=members,
        after=None,
        why=f"{principal} may not enter the cluster",
        undo=Write("eks.create_access_entry", again, BUSY),
        serial=f"eks/{cluster.name}",
    )


def _take_policy(cluster: ThreatenedCluster, policy: Row, which: dict[str, str]) -> Change:
    arn, scope = policy["policyArn"], policy["accessScope"]
    namespaces = list(scope.get("namespaces") or ())
    given = {"type": scope["type"], **({"namespaces": namespaces} if namespaces else {})}
    return cluster.make(
        write=Write("eks.disassociate_access_policy", {**which, "policyArn": arn}, BUSY),
        probe=Probe(
            "eks.list_associated_access_policies",
            which,
            "{type: accessScope.type, namespaces: accessScope.namespaces || `[]`}",
            GONE,
            items="associatedAccessPolicies",
            match={"policyArn": arn},
        ),
        before={"type": scope["type"], "namespaces": namespaces},
        after=None,
        why=f"{which['principalArn']} loses {arn.rpartition('/')[2]}",
        undo=Write(
            "eks.associate_access_policy",
            {**which, "policyArn": arn, "accessScope": given},
            (*BUSY, *GONE),
        ),
        serial=f"eks/{cluster.name}",
    )


def _is_usual_name(entry: Row) -> bool:
    """Whether EKS itself chose the name by which the cluster knows the principal."""
    principal, name = entry["principalArn"], entry.get("username")
    partition, account = principal.split(":")[1], principal.split(":")[4]
    session = f"arn:{partition}:sts::{account}:assumed-role/{principal.rpartition('/')[2]}"
    return name in (None, "", principal, f"{session}/{{{{SessionName}}}}")


def close_pod_identities(
    cluster: ThreatenedCluster, service_account: str
) -> Iterator[Change | HumanStep]:
    """Yield the Change that takes the role of a service account; of others a person is told."""
    listed = cluster.reader.items(
        "eks.list_pod_identity_associations", "associations", clusterName=cluster.name
    )
    others = []
    for one in listed:
        named = f"{one['namespace']}/{one['serviceAccount']}"
        if named == service_account:
            yield from _take_role(cluster, one["associationId"])
        else:
            others.append(named)
    if others:
        named = ", ".join(others[:MOST_NAMED])
        more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
        what = f"Look whether pods of these accounts were taken: {named}{more}"
        why = "service_account=<namespace>/<name> takes the role; iam.contain_role ends sessions"
        yield HumanStep(cluster.arn, what, why)


def _take_role(cluster: ThreatenedCluster, association: str) -> Iterator[Change | HumanStep]:
    which = {"clusterName": cluster.name, "associationId": association}
    found = cluster.reader.call("eks.describe_pod_identity_association", **which)["association"]
    names = ("namespace", "serviceAccount", "roleArn", "disableSessionTags", "targetRoleArn",
             "policy", "tags")  # fmt: skip
    again = {name: found[name] for name in names if found.get(name)}
    place = {name: found[name] for name in ("namespace", "serviceAccount")}
    yield cluster.make(
        write=Write("eks.delete_pod_identity_association", which, BUSY),
        # It has another id when it is made again: it is found by what it is for.
        probe=Probe(
            "eks.list_pod_identity_associations",
            {"clusterName": cluster.name, **place},
            "serviceAccount",
            GONE,
            items="associations",
            match=place,
        ),
        before=found["serviceAccount"],
        after=None,
        why=f"pods of {found['namespace']}/{found['serviceAccount']} get no new credentials",
        undo=Write(
            "eks.create_pod_identity_association", {"clusterName": cluster.name, **again}, BUSY
        ),
        serial=f"eks/{cluster.name}",
    )
    what = "Contain the role of the pods: iam.contain_role"
    yield HumanStep(found["roleArn"], what, "credentials that were given out are good for hours")
