"""Organizations: tags of the resource policy, which moto does not know."""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.organizations.members import require_organization
from ringwall.emulator.organizations.records import find_records
from ringwall.emulator.state import EmulatorState


@emulates("organizations", "TagResource", "UntagResource", "ListTagsForResource")
def tag_resource_policy(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any] | None:
    """Change or return the tags of the resource policy; moto has those of everything else."""
    identifier = str(call.parameters["ResourceId"])
    if not identifier.startswith("rp-"):
        return None
    records = find_records(state, require_organization(call))
    if not records.resource_policy or records.resource_policy_id != identifier:
        raise Fault("TargetNotFoundException", "You specified a target that doesn't exist.")
    tags = records.resource_policy_tags
    if call.operation == "TagResource":
        tags.update({tag["Key"]: tag["Value"] for tag in call.parameters["Tags"]})
    elif call.operation == "UntagResource":
        for key in call.parameters["TagKeys"]:
            tags.pop(key, None)
    else:
        return {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}
    return {}
