"""The task of a threat, and the service that keeps it running."""

import re
from dataclasses import dataclass
from functools import partial
from typing import Any

from ringwall.model.change import Change
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.table import Reader, Row
from ringwall.model.threat import Scene, Threat

CLUSTER = r"[\w-]{1,255}"
TASK = r"[0-9a-f-]{32,36}"
SERVICE = r"[\w-]{1,255}"
_TASK_ARN = re.compile(
    rf"arn:[a-z-]{{3,20}}:ecs:([a-z0-9-]{{5,20}}):(\d{{12}}):task/(?:({CLUSTER})/)?({TASK})",
    re.ASCII,
)


@dataclass(frozen=True)
class ThreatenedTask:
    """A task that is there, or stopped a short while ago; `reader` is in its Region."""

    id: str
    cluster: str
    arn: str
    owner: str
    reader: Reader
    found: Row
    """What ECS says of it."""
    service: Row | None
    """What ECS says of the service that started it; None where none did."""

    def make(self, **facts: Any) -> Change:
        """Return a Change that contains it, and ends what it serves, unless told otherwise."""
        make = partial(Change, account_id=self.owner, region=self.reader.region)
        facts = {"stage": "contain", "blast": "availability", "resource": self.arn, **facts}
        return make(layer="response", **facts)


def open_task(threat: Threat, scene: Scene) -> ThreatenedTask:
    """Return the task of a threat; NeedsHuman where it names none, or where there is none."""
    named = _TASK_ARN.fullmatch(threat.resource)
    if not named:
        raise NeedsHuman(f"{threat.resource} is no ECS task: say which task it is, by its ARN")
    if named[2] != threat.account_id:
        raise NeedsHuman(f"{threat.resource} is of account {named[2]}: respond there")
    # The ARN of a task of the older form does not name its cluster.
    reader, cluster = scene.reader(threat, named[1]), named[3] or "default"
    gone = f"{threat.resource}: there is no such task any more"
    try:
        answer = reader.call("ecs.describe_tasks", cluster=cluster, tasks=[named[4]])
    except CallFailed as error:
        if error.is_one_of(("ClusterNotFoundException",)):
            raise NeedsHuman(gone) from error
        raise
    if not answer["tasks"]:
        raise NeedsHuman(gone)
    task = answer["tasks"][0]
    service = _find_service(reader, cluster, task)
    return ThreatenedTask(
        named[4], cluster, task["taskArn"], threat.account_id, reader, task, service
    )


def _find_service(reader: Reader, cluster: str, task: Row) -> Row | None:
    """Return the service of a task, if it is one that ECS counts among the service's.

    Whoever runs a task gives it a group as he likes: it may name a service that has not started it.
    """
    named = re.fullmatch(rf"service:({SERVICE})", str(task.get("group") or ""), re.ASCII)
    if not named:
        return None
    try:
        tasks = reader.items("ecs.list_tasks", "taskArns", cluster=cluster, serviceName=named[1])
        stopped = reader.items(
            "ecs.list_tasks",
            "taskArns",
            cluster=cluster,
            serviceName=named[1],
            desiredStatus="STOPPED",
        )
        is_own = task["taskArn"] in [*tasks, *stopped]
        found = reader.call("ecs.describe_services", cluster=cluster, services=[named[1]])
    except CallFailed as error:
        if error.is_one_of(("ServiceNotFoundException",)):
            return None
        raise
    active = [one for one in found["services"] if one.get("status") != "INACTIVE"]
    return active[0] if is_own and active else None
