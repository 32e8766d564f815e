from typing import Any

from emulated_firewalls import make_group

NAMES = {"S3": "bucketName", "CloudWatchLogs": "logGroup"}


def log(kind: str, place: str) -> dict[str, Any]:
    return {"LogType": kind, "LogDestinationType": place, "LogDestination": {NAMES[place]: "logs"}}


def test_logs_change_one_destination_at_a_time(firewall: Any, refusal: Any) -> None:
    def update(*logs: Any) -> dict[str, Any]:
        return {
            "FirewallName": "egress",
            "LoggingConfiguration": {"LogDestinationConfigs": list(logs)},
        }

    alert, flow = log("ALERT", "S3"), log("FLOW", "CloudWatchLogs")
    code, _ = refusal(firewall.update_logging_configuration, **update(alert, flow))
    assert code == "InvalidRequestException"
    firewall.update_logging_configuration(**update(alert))
    firewall.update_logging_configuration(**update(alert, flow))
    shown = firewall.describe_logging_configuration(FirewallName="egress")
    assert shown["LoggingConfiguration"]["LogDestinationConfigs"] == [alert, flow]
    code, _ = refusal(firewall.update_logging_configuration, **update())
    assert code == "InvalidRequestException"
    code, _ = refusal(
        firewall.update_logging_configuration, **update(alert, flow, alert | {"LogDestination": {}})
    )
    assert code == "InvalidRequestException"


def test_resource_policy_and_tags_are_kept(client: Any, member: str, refusal: Any) -> None:
    firewalls = client("network-firewall")
    arn = make_group(firewalls)
    code, _ = refusal(firewalls.describe_resource_policy, ResourceArn=arn)
    assert code == "ResourceNotFoundException"
    firewalls.put_resource_policy(ResourceArn=arn, Policy="{}")
    assert firewalls.describe_resource_policy(ResourceArn=arn)["Policy"] == "{}"
    firewalls.delete_resource_policy(ResourceArn=arn)
    firewalls.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "1"}])
    assert firewalls.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "a", "Value": "1"}]
    firewalls.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert firewalls.list_tags_for_resource(ResourceArn=arn)["Tags"] == []
    other = client("network-firewall", member)
    code, _ = refusal(other.list_tags_for_resource, ResourceArn=arn)
    assert code == "AccessDeniedException"  # another account's, of which nothing lets it know
