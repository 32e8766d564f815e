from typing import Any

import pytest

FSBP = "arn:aws:securityhub:us-east-1::standards/aws-foundational-security-best-practices/v/1.0.0"


@pytest.fixture
def hub(client: Any) -> Any:
    found = client("securityhub")
    found.enable_security_hub()
    return found


def subscription(hub: Any, name: str) -> str:
    found = hub.get_enabled_standards()["StandardsSubscriptions"]
    arns = (s["StandardsSubscriptionArn"] for s in found)
    found_arn: str = next(arn for arn in arns if f"/{name}" in arn)
    return found_arn


def test_controls_of_a_standard_go_off_with_a_reason(hub: Any, refusal: Any) -> None:
    arn = subscription(hub, "aws-foundational")
    pages = hub.get_paginator("describe_standards_controls").paginate(StandardsSubscriptionArn=arn)
    controls = {c["ControlId"]: c for page in pages for c in page["Controls"]}
    control = controls["IAM.6"]
    assert (control["ControlStatus"], control["SeverityRating"]) == ("ENABLED", "CRITICAL")
    which = {"StandardsControlArn": control["StandardsControlArn"], "ControlStatus": "DISABLED"}
    assert refusal(hub.update_standards_control, **which)[0] == "InvalidInputException"
    hub.update_standards_control(**which, DisabledReason="no hardware")
    (found,) = hub.batch_get_security_controls(SecurityControlIds=["IAM.6"])["SecurityControls"]
    assert found["SecurityControlStatus"] == "DISABLED"
    (link,) = hub.list_standards_control_associations(SecurityControlId="IAM.6")[
        "StandardsControlAssociationSummaries"
    ]
    assert (link["AssociationStatus"], link["UpdatedReason"]) == ("DISABLED", "no hardware")


def test_controls_of_other_standards_are_refused_loudly(hub: Any, refusal: Any) -> None:
    arn = subscription(hub, "cis")
    call = hub.describe_standards_controls
    assert refusal(call, StandardsSubscriptionArn=arn) == ("UnknownOperationException", 501)
    gone = arn.replace("1.2.0", "9.9.9")
    assert refusal(call, StandardsSubscriptionArn=gone)[0] == "ResourceNotFoundException"


def test_associations_change_together(hub: Any) -> None:
    update = {"StandardsArn": FSBP, "AssociationStatus": "DISABLED"}
    answer = hub.batch_update_standards_control_associations(
        StandardsControlAssociationUpdates=[
            {**update, "SecurityControlId": "IAM.6", "UpdatedReason": "no"},
            {**update, "SecurityControlId": "IAM.7"},
            {**update, "SecurityControlId": "Made.1", "UpdatedReason": "no"},
        ]
    )
    codes = [failed["ErrorCode"] for failed in answer["UnprocessedAssociationUpdates"]]
    assert codes == ["INVALID_INPUT", "NOT_FOUND"]
    pairs = [{"SecurityControlId": c, "StandardsArn": FSBP} for c in ("IAM.6", "IAM.7", "Made.1")]
    found = hub.batch_get_standards_control_associations(StandardsControlAssociationIds=pairs)
    statuses = [d["AssociationStatus"] for d in found["StandardsControlAssociationDetails"]]
    assert statuses == ["DISABLED", "ENABLED"]
    assert len(found["UnprocessedAssociations"]) == 1


def test_definitions_are_listed(hub: Any, refusal: Any) -> None:
    pages = hub.get_paginator("list_security_control_definitions").paginate(StandardsArn=FSBP)
    found = [d["SecurityControlId"] for page in pages for d in page["SecurityControlDefinitions"]]
    assert "S3.1" in found
    one = hub.get_security_control_definition(SecurityControlId="S3.1")
    assert one["SecurityControlDefinition"]["SecurityControlId"] == "S3.1"
    call = hub.get_security_control_definition
    assert refusal(call, SecurityControlId="Made.1")[0] == "ResourceNotFoundException"
