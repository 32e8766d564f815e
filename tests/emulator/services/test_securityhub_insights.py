from typing import Any

import pytest
from asff_findings import make_finding


@pytest.fixture
def hub(client: Any) -> Any:
    found = client("securityhub")
    found.enable_security_hub()
    return found


def test_insight_counts_findings_by_what_they_have(hub: Any, refusal: Any) -> None:
    low = make_finding("f-3", Severity={"Label": "LOW"})
    hub.batch_import_findings(Findings=[make_finding("f-1"), make_finding("f-2"), low])
    filters = {"ResourceType": [{"Value": "AwsS3Bucket", "Comparison": "EQUALS"}]}
    arn = hub.create_insight(Name="s3", Filters=filters, GroupByAttribute="SeverityLabel")[
        "InsightArn"
    ]
    results = hub.get_insight_results(InsightArn=arn)["InsightResults"]["ResultValues"]
    assert {r["GroupByAttributeValue"]: r["Count"] for r in results} == {"HIGH": 2, "LOW": 1}
    hub.update_insight(InsightArn=arn, GroupByAttribute="ResourceId")
    results = hub.get_insight_results(InsightArn=arn)["InsightResults"]["ResultValues"]
    assert [r["Count"] for r in results] == [3]
    (found,) = hub.get_insights(InsightArns=[arn])["Insights"]
    assert (found["Name"], found["Filters"]) == ("s3", filters)
    hub.delete_insight(InsightArn=arn)
    assert hub.get_insights()["Insights"] == []
    assert refusal(hub.get_insight_results, InsightArn=arn)[0] == "ResourceNotFoundException"


def test_custom_actions_are_kept(hub: Any, refusal: Any) -> None:
    new = {"Name": "Isolate", "Description": "Isolates it", "Id": "isolate"}
    arn = hub.create_action_target(**new)["ActionTargetArn"]
    assert arn == "arn:aws:securityhub:us-east-1:123456789012:action/custom/isolate"
    assert refusal(hub.create_action_target, **new)[0] == "ResourceConflictException"
    hub.update_action_target(ActionTargetArn=arn, Name="Cut off")
    (found,) = hub.describe_action_targets()["ActionTargets"]
    assert found == {"ActionTargetArn": arn, "Name": "Cut off", "Description": "Isolates it"}
    hub.delete_action_target(ActionTargetArn=arn)
    gone = {"ActionTargetArns": [arn]}
    assert refusal(hub.describe_action_targets, **gone)[0] == "ResourceNotFoundException"
