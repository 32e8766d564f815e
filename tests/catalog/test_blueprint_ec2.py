"""The flow logs that a blueprint wants."""

from wanted_detection import WantedDetection

from ringwall.model.blueprint.wanted import Ref, RowKey

VPC = "vpc-0123456789abcdef0"
VPCS = f"vpcs: [{{account: shop, region: us-east-1, vpc_id: {VPC}}}]"


def test_a_vpc_that_is_named_has_a_flow_log() -> None:
    wanted = WantedDetection(f"flow_logs: {{{VPCS}}}", rest="level: strict\n")
    assert wanted.columns("ec2_flow_log") == {
        f"shop us-east-1 {VPC}": {
            "logged_resource_id": VPC,
            "log_destination": Ref(
                RowKey("log-archive", "eu-west-1", "s3_bucket", "flow-logs"), "arn"
            ),
            "log_destination_type": "s3",
            "traffic_type": "ALL",
            "max_aggregation_interval": 60,
        }
    }


def test_without_flow_logs_nothing_is_logged() -> None:
    assert WantedDetection(f"flow_logs: {{enabled: false, {VPCS}}}").names("ec2_flow_log") == []
