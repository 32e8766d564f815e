"""The cluster of a threat, and what within it the threat is about."""

import re
from dataclasses import dataclass
from functools import partial
from typing import Any

from ringwall.model.change import Change
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.table import Reader, Row
from ringwall.model.threat import Scene, Threat

CLUSTER = r"[0-9A-Za-z][0-9A-Za-z_-]{0,99}"
NAMESPACE = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
"""A label of RFC 1123, as Kubernetes names namespaces and most accounts."""
_OBJECT = r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?"
_NAMED = re.compile(
    rf"(?:arn:[a-z-]{{3,20}}:eks:([a-z0-9-]{{5,20}}):(\d{{12}}):cluster/)?({CLUSTER})(/[^\n]*)?",
    re.ASCII,
)
BUSY = ("ResourceInUseException",)
"""What EKS answers while it works on the cluster."""


@dataclass(frozen=True)
class Pod:
    """A pod, as the threat names it."""

    namespace: str
    name: str


@dataclass(frozen=True)
class ThreatenedCluster:
    """A cluster that is there; `reader` is in its Region."""

    name: str
    arn: str
    owner: str
    reader: Reader
    found: Row
    """What EKS says of it."""
    pod: Pod | None

    @property
    def mode(self) -> str:
        """How it finds out who may enter: CONFIG_MAP where only the cluster itself knows."""
        access = self.found.get("accessConfig") or {}
        return str(access.get("authenticationMode") or "")

    def make(self, **facts: Any) -> Change:
        """Return a Change about it that contains, unless told otherwise."""
        make = partial(Change, account_id=self.owner, region=self.reader.region, resource=self.arn)
        return make(layer="response", **{"stage": "contain", "blast": "availability", **facts})


def open_cluster(threat: Threat, scene: Scene) -> ThreatenedCluster:
    """Return the cluster of a threat; NeedsHuman where it names none, or where there is none."""
    found = _NAMED.fullmatch(threat.resource)
    if not found:
        raise NeedsHuman(f"{threat.resource} is no EKS cluster")
    if found[2] and found[2] != threat.account_id:
        raise NeedsHuman(f"{threat.resource} is of account {found[2]}: respond there")
    reader, name = scene.reader(threat, found[1] or ""), found[3]
    try:
        cluster = reader.call("eks.describe_cluster", name=name)["cluster"]
    except CallFailed as error:
        if error.is_one_of(("ResourceNotFoundException",)):
            raise NeedsHuman(f"{name}: there is no such cluster any more") from error
        raise
    arn = f"arn:{reader.partition}:eks:{reader.region}:{threat.account_id}:cluster/{name}"
    return ThreatenedCluster(name, arn, threat.account_id, reader, cluster, _find_pod(found[4]))


def _find_pod(path: str | None) -> Pod | None:
    """Return the pod of `/namespace/pods/name`, as the audit log names it; None for others."""
    parts = (path or "").strip("/").split("/")
    if len(parts) != len(("namespace", "pods", "name")) or parts[1] != "pods":
        return None
    is_named = re.fullmatch(NAMESPACE, parts[0], re.ASCII) and re.fullmatch(
        _OBJECT, parts[2], re.ASCII
    )
    return Pod(parts[0], parts[2]) if is_named else None
