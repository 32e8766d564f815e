"""Resources of EC2 that a request names by something else than their id.

It is the one that EC2 takes for that name; where there is none, any: whoever may use every one is
told that there is none.
"""

from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.on_moto.moto_client import moto_backend


def find_named_id(call: EmulatedCall, member: str, text: str) -> tuple[str, str] | None:
    """Return type and id of what a parameter names, `*` for one that is not there; or None."""
    backend: Any = moto_backend("ec2", call.account_id, call.region)
    if member == "GroupName" and "SecurityGroup" in call.operation:
        if call.operation == "CreateSecurityGroup":
            return None
        group = backend.get_security_group_by_name_or_id(text)
        return "security-group", str(group.id) if group is not None else "*"
    if member == "LaunchTemplateName" and call.operation != "CreateLaunchTemplate":
        return "launch-template", str(backend.launch_template_name_to_ids.get(text) or "*")
    if member == "PublicIp" and call.operation.endswith("Address"):
        held = (one for one in backend.addresses if one.public_ip == text)
        found = next(held, None)
        return "elastic-ip", str(getattr(found, "allocation_id", None) or "*")
    return None
