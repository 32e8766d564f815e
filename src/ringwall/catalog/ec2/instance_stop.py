"""How an instance stops, and keeps from being stopped or started by others."""

from collections.abc import Iterator

from ringwall.catalog.ec2.suspect import INSTANCE, Suspect
from ringwall.catalog.ec2.suspect_flags import set_flag
from ringwall.model.change import Change, Poll, Probe, Write
from ringwall.model.response_playbook import HumanStep
from ringwall.model.state import read_state
from ringwall.model.write_shape import WriteShape

WRITES = (
    WriteShape("ec2.stop_instances", {"InstanceIds": (INSTANCE,)}),
    WriteShape("ec2.start_instances", {"InstanceIds": (INSTANCE,)}),
)
READS = ("ec2.describe_instances", "ec2.describe_instance_attribute")
STOPPED = ("stopped", "stopping")


def keep_running(suspect: Suspect) -> Iterator[Change]:
    """Keep the instance from being stopped: its memory would be lost."""
    if not suspect.is_spot and not suspect.has_stored_root and suspect.state not in STOPPED:
        yield from set_flag(suspect, "disableApiStop", wanted=True)


def stop(suspect: Suspect) -> Iterator[Change | HumanStep]:
    """Stop the instance; what protects it from that comes off before, and is put on again."""
    if suspect.state in STOPPED:
        return
    if suspect.is_spot or suspect.has_stored_root:
        kind = "a Spot Instance" if suspect.is_spot else "an instance without a volume as its root"
        yield HumanStep(
            suspect.arn, "Decide whether it is to be terminated", f"it is {kind}: it may not stop"
        )
        return
    attribute = {"InstanceId": suspect.instance_id, "Attribute": "disableApiStop"}
    probe = Probe("ec2.describe_instance_attribute", attribute, "DisableApiStop.Value")
    needs: tuple[str, ...] = ()
    is_protected = bool(read_state(probe, suspect.site.reader))
    if is_protected:
        for change in set_flag(suspect, "disableApiStop", wanted=False):
            needs = (change.id,)
            yield change
    which = {"InstanceIds": [suspect.instance_id]}
    take = "Reservations[0].Instances[0].State.Name"
    yield suspect.change(
        write=Write("ec2.stop_instances", which, poll=_wait(which, take, "stopped")),
        probe=Probe(
            "ec2.describe_instances",
            which,
            # What starts will run by itself.
            f"{take} | ((@=='pending' && 'running') || @)",
            wait=300.0,
        ),
        before="running",
        after="stopped",
        why="all connections end, those too that no group closes; its memory is lost",
        blast="availability",
        undo=Write("ec2.start_instances", which, poll=_wait(which, take, "running")),
        needs=needs,
        stage="contain",
    )
    yield from set_flag(suspect, "disableApiStop", wanted=True, assume=False)


def _wait(which: dict[str, list[str]], take: str, state: str) -> Poll:
    return Poll(
        "ec2.describe_instances", which, take, (state,), ("terminated", "shutting-down"), wait=600.0
    )
