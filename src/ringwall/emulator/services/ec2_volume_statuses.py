"""EC2: the status checks of volumes. Nothing fails here: each volume is well.

https://docs.aws.amazon.com/ebs/latest/userguide/monitoring-volume-checks.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.inner_call import ask_inside
from ringwall.emulator.paging import answer_page
from ringwall.emulator.state import EmulatorState

CHECKS = {"io-enabled": "passed", "io-performance": "not-applicable"}
"""The performance is checked of volumes with provisioned IOPS alone, which moto does not tell."""


@emulates("ec2", "DescribeVolumeStatus")
def describe_statuses(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the status of each volume, or of those that are asked for."""
    place = call.account_id, call.region
    wanted = call.parameters.get("VolumeIds")
    asked: Any = {"VolumeIds": list(wanted)} if wanted else {}
    volumes = ask_inside(state, *place, "ec2", "DescribeVolumes", **asked)["Volumes"]
    filters = {f["Name"]: f["Values"] for f in call.parameters.get("Filters") or ()}
    found = [_show(volume) for volume in volumes if _suits(volume, filters)]
    return answer_page(call, "VolumeStatuses", found, 1000)


def _show(volume: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "VolumeId": volume["VolumeId"],
        "AvailabilityZone": volume["AvailabilityZone"],
        "VolumeStatus": {
            "Status": "ok",
            "Details": [{"Name": name, "Status": status} for name, status in CHECKS.items()],
        },
        "Actions": [],
        "Events": [],
    }


def _suits(volume: Mapping[str, Any], filters: Mapping[str, Any]) -> bool:
    """Whether a volume meets all filters; those about events and actions, none does."""
    known = {
        "availability-zone": volume["AvailabilityZone"],
        "volume-status.status": "ok",
    }
    details = {"volume-status.details-name": set(CHECKS)}
    details["volume-status.details-status"] = set(CHECKS.values())
    return all(
        bool(details[name] & set(values)) if name in details else known.get(name) in values
        for name, values in filters.items()
    )
