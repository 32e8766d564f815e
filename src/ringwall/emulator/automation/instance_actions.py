"""Actions on instances and images, and on tags."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.automation.step_error import StepError, reject_inputs
from ringwall.emulator.automation.step_work import ActionOutcome, StepAction, StepDone, StepWork

TO_STATE = {
    "running": "StartInstances",
    "stopped": "StopInstances",
    "terminated": "TerminateInstances",
}
NO_WAY: Mapping[str, tuple[str, ...]] = {
    "running": ("shutting-down", "terminated"),
    "stopped": ("shutting-down", "terminated"),
    "terminated": (),
}
"""States from which an instance never gets to the one that is wanted."""


def change_state(work: StepWork) -> ActionOutcome:
    """Start, stop or terminate instances, and wait until they are in that state.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-changestate.html
    """
    wanted = str(work.inputs["DesiredState"])
    instances = work.read_list("InstanceIds")
    if wanted not in TO_STATE:
        raise reject_inputs(f"DesiredState {wanted} is none of running, stopped, terminated")
    if not work.read_flag("CheckStateOnly") and not work.memory.get("asked"):
        force = {"Force": True} if work.read_flag("Force") and wanted == "stopped" else {}
        work.call("ec2", TO_STATE[wanted], InstanceIds=instances, **force)
        work.memory["asked"] = True
    states = _read_states(work, instances)
    lost = [state for state in states.values() if state in NO_WAY[wanted]]
    if lost:
        instance = next(name for name, state in states.items() if state == lost[0])
        reason = f"Instance {instance} entered unexpected state: {lost[0]}"
        raise StepError(reason, "verifying instance state", stage="PostVerification")
    if all(state == wanted for state in states.values()):
        return StepDone({"InstanceStates": list(states.values())})
    return work.wait_for_poll()


def _read_states(work: StepWork, instances: list[str]) -> dict[str, str]:
    answer = work.call("ec2", "DescribeInstances", InstanceIds=instances)
    return {
        instance["InstanceId"]: instance["State"]["Name"]
        for reservation in answer["Reservations"]
        for instance in reservation["Instances"]
    }


def run_instances(work: StepWork) -> ActionOutcome:
    """Run instances, and wait until they run.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-runinstance.html
    """
    if "instances" not in work.memory:
        given: dict[str, Any] = {"MinCount": 1, "MaxCount": 1} | dict(work.inputs)
        names = {"MinInstanceCount": "MinCount", "MaxInstanceCount": "MaxCount"}
        for own, theirs in names.items():
            if own in given:
                given[theirs] = given.pop(own)
        profile = {
            part: given.pop(f"IamInstanceProfile{part}")
            for part in ("Arn", "Name")
            if given.get(f"IamInstanceProfile{part}")
        }
        if profile:
            given["IamInstanceProfile"] = profile
        answer = work.call("ec2", "RunInstances", **given)
        work.memory["instances"] = [found["InstanceId"] for found in answer["Instances"]]
    states = _read_states(work, work.memory["instances"])
    if all(state == "running" for state in states.values()):
        return StepDone({"InstanceIds": list(states), "InstanceStates": list(states.values())})
    return work.wait_for_poll()


def create_tags(work: StepWork) -> ActionOutcome:
    """Tag resources of EC2 or of Systems Manager.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-createtag.html
    """
    kind, resources = str(work.inputs.get("ResourceType") or "EC2"), work.read_list("ResourceIds")
    tags = work.inputs["Tags"]
    if kind == "EC2":
        work.call("ec2", "CreateTags", Resources=resources, Tags=tags)
    elif kind in {"ManagedInstance", "MaintenanceWindow", "Parameter"}:
        for resource in resources:
            given = {"ResourceType": kind, "ResourceId": resource, "Tags": tags}
            work.call("ssm", "AddTagsToResource", **given)
    else:
        raise reject_inputs(f"ResourceType {kind} is not supported")
    return StepDone()


def create_image(work: StepWork) -> ActionOutcome:
    """Make an image of an instance, and wait until it is available.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-create.html
    """
    names = {"ImageName": "Name", "ImageDescription": "Description"}
    return _make_image(work, "CreateImage", names)


def copy_image(work: StepWork) -> ActionOutcome:
    """Copy an image, and wait until the copy is available.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-copyimage.html
    """
    names = {"ImageName": "Name", "ImageDescription": "Description"}
    return _make_image(work, "CopyImage", names)


def _make_image(work: StepWork, operation: str, names: Mapping[str, str]) -> ActionOutcome:
    if "image" not in work.memory:
        given = {names.get(name, name): value for name, value in work.inputs.items()}
        work.memory["image"] = work.call("ec2", operation, **given)["ImageId"]
    image = work.memory["image"]
    found = work.call("ec2", "DescribeImages", ImageIds=[image])["Images"]
    state = found[0]["State"] if found else "invalid"
    if state == "available":
        return StepDone({"ImageId": image, "ImageState": state})
    if state == "pending":
        return work.wait_for_poll()
    raise StepError(f"Image {image} entered unexpected state: {state}", stage="PostVerification")


def delete_image(work: StepWork) -> ActionOutcome:
    """Deregister an image, and delete its snapshots.

    https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-delete.html
    """
    image = str(work.inputs["ImageId"])
    found = work.call("ec2", "DescribeImages", ImageIds=[image])["Images"]
    devices = [device for one in found for device in one.get("BlockDeviceMappings", ())]
    work.call("ec2", "DeregisterImage", ImageId=image)
    for device in devices:
        snapshot = device.get("Ebs", {}).get("SnapshotId")
        if snapshot:
            work.call("ec2", "DeleteSnapshot", SnapshotId=snapshot)
    return StepDone()


INSTANCE_ACTIONS: Mapping[str, StepAction] = {
    "aws:changeInstanceState": change_state,
    "aws:copyImage": copy_image,
    "aws:createImage": create_image,
    "aws:createTags": create_tags,
    "aws:deleteImage": delete_image,
    "aws:runInstances": run_instances,
}
