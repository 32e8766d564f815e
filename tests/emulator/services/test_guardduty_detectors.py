from typing import Any

from security_accounts import make_accounts


def test_there_is_one_detector_in_an_account_and_region(client: Any, refusal: Any) -> None:
    guardduty = client("guardduty")
    detector = guardduty.create_detector(Enable=True, Tags={"a": "b"})["DetectorId"]
    assert refusal(guardduty.create_detector, Enable=True) == ("BadRequestException", 400)
    assert guardduty.list_detectors()["DetectorIds"] == [detector]
    assert client("guardduty", region="eu-west-1").list_detectors()["DetectorIds"] == []
    found = guardduty.get_detector(DetectorId=detector)
    assert (found["Status"], found["FindingPublishingFrequency"]) == ("ENABLED", "SIX_HOURS")
    assert found["Tags"] == {"a": "b"}
    guardduty.delete_detector(DetectorId=detector)
    assert guardduty.list_detectors()["DetectorIds"] == []
    assert refusal(guardduty.get_detector, DetectorId=detector)[0] == "BadRequestException"


def test_all_features_but_runtime_monitoring_are_on_at_first(client: Any) -> None:
    guardduty = client("guardduty")
    detector = guardduty.create_detector(Enable=True)["DetectorId"]
    features = guardduty.get_detector(DetectorId=detector)["Features"]
    off = {f["Name"] for f in features if f["Status"] == "DISABLED"}
    assert off == {"RUNTIME_MONITORING", "EKS_RUNTIME_MONITORING"}


def test_features_change_by_their_names_and_by_older_ones(client: Any, refusal: Any) -> None:
    guardduty = client("guardduty")
    detector = guardduty.create_detector(
        Enable=True,
        DataSources={"S3Logs": {"Enable": False}},
        FindingPublishingFrequency="ONE_HOUR",
    )["DetectorId"]
    agent = [{"Name": "EC2_AGENT_MANAGEMENT", "Status": "ENABLED"}]
    runtime = {"Name": "RUNTIME_MONITORING", "Status": "ENABLED", "AdditionalConfiguration": agent}
    guardduty.update_detector(DetectorId=detector, Enable=False, Features=[runtime])
    found = guardduty.get_detector(DetectorId=detector)
    features = {f["Name"]: f for f in found["Features"]}
    assert found["Status"] == "DISABLED"
    assert found["DataSources"]["S3Logs"]["Status"] == "DISABLED"
    assert features["S3_DATA_EVENTS"]["Status"] == "DISABLED"
    added = {
        a["Name"]: a["Status"] for a in features["RUNTIME_MONITORING"]["AdditionalConfiguration"]
    }
    assert added["EC2_AGENT_MANAGEMENT"] == "ENABLED"
    assert added["EKS_ADDON_MANAGEMENT"] == "DISABLED"
    eks = {"Name": "EKS_RUNTIME_MONITORING", "Status": "ENABLED"}
    both = {"DetectorId": detector, "Features": [eks]}
    assert refusal(guardduty.update_detector, **both)[0] == "BadRequestException"
    mixed = {**both, "DataSources": {"S3Logs": {"Enable": True}}}
    assert refusal(guardduty.update_detector, **mixed)[0] == "BadRequestException"
    odd = {"Name": "EKS_RUNTIME_MONITORING", "AdditionalConfiguration": agent}
    wrong = {"DetectorId": detector, "Features": [odd]}
    assert refusal(guardduty.update_detector, **wrong)[0] == "BadRequestException"


def test_a_detector_with_both_kinds_of_runtime_monitoring_is_not_made(
    client: Any, refusal: Any
) -> None:
    guardduty = client("guardduty")
    names = ("EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING")
    features = [{"Name": name, "Status": "ENABLED"} for name in names]
    code = refusal(guardduty.create_detector, Enable=True, Features=features)[0]
    assert code == "BadRequestException"
    assert guardduty.list_detectors()["DetectorIds"] == []


def test_member_reads_its_detector_and_changes_nothing(client: Any, refusal: Any) -> None:
    admin, member = make_accounts(client, "security", "dev")
    client("guardduty").enable_organization_admin_account(AdminAccountId=admin)
    above = client("guardduty", admin)
    (own,) = above.list_detectors()["DetectorIds"]
    details = [{"AccountId": member, "Email": "dev@example.com"}]
    above.create_members(DetectorId=own, AccountDetails=details)
    below = client("guardduty", member)
    (detector,) = below.list_detectors()["DetectorIds"]
    assert below.get_detector(DetectorId=detector)["Status"] == "ENABLED"
    for call in (below.update_detector, below.delete_detector):
        assert refusal(call, DetectorId=detector)[0] == "BadRequestException"
    assert refusal(above.delete_detector, DetectorId=own)[0] == "BadRequestException"


def test_tags_belong_to_a_resource_that_exists(client: Any, refusal: Any) -> None:
    guardduty = client("guardduty")
    detector = guardduty.create_detector(Enable=True)["DetectorId"]
    arn = f"arn:aws:guardduty:us-east-1:123456789012:detector/{detector}"
    guardduty.tag_resource(ResourceArn=arn, Tags={"a": "b", "c": "d"})
    guardduty.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert guardduty.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"c": "d"}
    gone = f"{arn}/filter/none"
    assert refusal(guardduty.list_tags_for_resource, ResourceArn=gone)[0] == "BadRequestException"
