"""Logs the flows of a VPC where those of others of the account and Region go."""

from collections.abc import Iterator

from ringwall.catalog.setting_fix import change_setting
from ringwall.model.change import Change, Probe, Write
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding
from ringwall.model.playbook import answers
from ringwall.model.table import Reader, Row
from ringwall.model.write_shape import WriteShape

READ = "ec2.describe_flow_logs"
BUCKET = "s3"
WRITES = (
    WriteShape(
        "ec2.create_flow_logs",
        {
            "ResourceIds": ("vpc-[0-9a-f]{8,17}",),
            "ResourceType": "VPC",
            "TrafficType": "ALL",
            "LogDestinationType": BUCKET,
            "LogDestination": r"arn:aws[a-z-]*:s3:::[\w.-]{3,63}(/[\w!.*'()/=-]{1,900})?",
        },
        also=("logs:CreateLogDelivery",),
    ),
    WriteShape(
        "ec2.delete_flow_logs",
        {"FlowLogIds": ("fl-[0-9a-f]{8,17}",)},
        also=("logs:DeleteLogDelivery",),
    ),
)


@answers("ec2.vpc_has_flow_logs", writes=WRITES)
def log_flows(finding: Finding, reader: Reader) -> Iterator[Change]:
    """Log all flows to the one bucket that works for another VPC."""
    vpc = finding.resource.rpartition("/")[2]
    logs = list(reader.items(READ, "FlowLogs"))
    own = [log for log in logs if log["ResourceId"] == vpc]
    if any(map(_works, own)):
        return
    if own:
        raise NeedsHuman(
            f"{finding.resource}: flow log {own[0]['FlowLogId']} is there and does not work: "
            f"{own[0].get('DeliverLogsErrorMessage') or 'see its status'}"
        )
    destination = _choose([log for log in logs if _works(log)], finding)
    which = {"Filter": [{"Name": "resource-id", "Values": [vpc]}]}

    def log(state: str | None) -> Write:
        if state is None:
            return Write("ec2.delete_flow_logs", {"FlowLogIds": [{"$now": "id"}]})
        return Write(
            "ec2.create_flow_logs",
            {
                "ResourceIds": [vpc],
                "ResourceType": "VPC",
                "TrafficType": "ALL",
                "LogDestinationType": BUCKET,
                "LogDestination": state,
            },
        )

    yield from change_setting(
        finding,
        reader,
        Probe(READ, which, "FlowLogs[0].LogDestination", now={"id": "FlowLogs[0].FlowLogId"}),
        log,
        after=destination,
        why=f"who connects to what is recorded in {destination}, as for other VPCs; AWS charges "
        "by the gigabyte",
        blast="none",
    )


def _works(log: Row) -> bool:
    is_active = log["FlowLogStatus"] == "ACTIVE" and log.get("DeliverLogsStatus") != "FAILED"
    return is_active and log["TrafficType"] in ("ALL", "REJECT")


def _choose(logs: list[Row], finding: Finding) -> str:
    """Return the one bucket that flow logs go to; NeedsHuman where there is not one."""
    found = {
        log["LogDestination"]
        for log in logs
        if log["ResourceId"].startswith("vpc-") and log.get("LogDestinationType") == BUCKET
    }
    if len(found) == 1:
        return str(found.pop())
    told = f"there are {len(found)} buckets" if found else "no other VPC logs to a bucket"
    raise NeedsHuman(
        f"{finding.resource}: {told}: decide where its flow logs should go; the section "
        "detection.flow_logs of a blueprint makes the bucket and the flow logs"
    )
