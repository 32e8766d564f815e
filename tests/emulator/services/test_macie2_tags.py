"""Macie's resources have tags."""

from typing import Any


def test_what_macie_keeps_is_tagged(client: Any, refusal: Any) -> None:
    macie = client("macie2")
    macie.enable_macie()
    found = [
        macie.create_custom_data_identifier(name="a", regex="a", tags={"k": "v"}),
        macie.create_findings_filter(name="a", action="NOOP", findingCriteria={}),
        macie.create_allow_list(name="a", criteria={"regex": "a"}, clientToken="c"),
    ]
    ids = found[0]["customDataIdentifierId"]
    place = "arn:aws:macie2:us-east-1:123456789012"
    arns = [f"{place}:custom-data-identifier/{ids}", found[1]["arn"], found[2]["arn"]]
    for arn in arns:
        macie.tag_resource(resourceArn=arn, tags={"a": "1", "b": "2"})
        macie.untag_resource(resourceArn=arn, tagKeys=["a"])
        assert macie.list_tags_for_resource(resourceArn=arn)["tags"]["b"] == "2"
        assert "a" not in macie.list_tags_for_resource(resourceArn=arn)["tags"]
    shown = macie.get_custom_data_identifier(id=ids)
    assert shown["tags"] == {"k": "v", "b": "2"}
    missing = {"resourceArn": f"{place}:allow-list/none"}
    assert refusal(macie.list_tags_for_resource, **missing)[0] == "ResourceNotFoundException"
    many = {f"k{number}": "v" for number in range(50)}
    code = refusal(macie.tag_resource, resourceArn=arns[0], tags=many)[0]
    assert code == "ValidationException"
