"""Turns off the older runtime monitoring of EKS beside the newer one."""

from collections.abc import Iterator

from ringwall.model.change import Change, Probe, Write
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader
from ringwall.model.write_shape import WriteShape

NAME = "EKS_RUNTIME_MONITORING"
WRITES = (
    WriteShape(
        "guardduty.update_detector",
        {
            "DetectorId": "[0-9a-f]{1,300}",
            "Features": ({"Name": NAME, "Status": "DISABLED"},),
        },
    ),
)


@answers("guardduty.runtime_monitoring_is_not_doubled", writes=WRITES)
def stop_doubled_monitoring(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Disable EKS_RUNTIME_MONITORING: RUNTIME_MONITORING takes EKS in, too."""
    detector = {"DetectorId": finding.resource.split("/")[1]}
    features = reader.call("guardduty.get_detector", **detector)["Features"]
    on = {feature["Name"] for feature in features if feature["Status"] == "ENABLED"}
    if not {NAME, "RUNTIME_MONITORING"} <= on:
        return
    yield Change(
        account_id=finding.account_id,
        region=reader.region,
        resource=finding.resource,
        write=Write(
            "guardduty.update_detector",
            {**detector, "Features": [{"Name": NAME, "Status": "DISABLED"}]},
        ),
        probe=Probe("guardduty.get_detector", detector, f"Features[?Name=='{NAME}'] | [0].Status"),
        before="ENABLED",
        after="DISABLED",
        why="RUNTIME_MONITORING, which is enabled, sees the same and more",
        layer=finding.layer,
        irreversible="AWS does not let both be enabled together any more",
    )
