"""A distribution has a web ACL, and is found by it."""

from typing import Any

CONFIG: dict[str, Any] = {
    "CallerReference": "a",
    "Comment": "",
    "Enabled": True,
    "Origins": {
        "Quantity": 1,
        "Items": [
            {
                "Id": "o",
                "DomainName": "a.s3.amazonaws.com",
                "S3OriginConfig": {"OriginAccessIdentity": ""},
            }
        ],
    },
    "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only"},
}


def test_a_web_acl_comes_and_goes(client: Any, refusal: Any) -> None:
    cloudfront = client("cloudfront")
    found = cloudfront.create_distribution(DistributionConfig=CONFIG)["Distribution"]["Id"]
    arn = client("wafv2").create_web_acl(
        Name="a",
        Scope="CLOUDFRONT",
        DefaultAction={"Allow": {}},
        VisibilityConfig={
            "SampledRequestsEnabled": False,
            "CloudWatchMetricsEnabled": False,
            "MetricName": "a",
        },
    )["Summary"]["ARN"]

    def by_acl(name: str) -> list[str]:
        listed = cloudfront.list_distributions_by_web_acl_id(WebACLId=name)["DistributionList"]
        return [item["Id"] for item in listed.get("Items", ())]

    listed = cloudfront.list_distributions()["DistributionList"]["Items"]
    assert [item["Id"] for item in listed] == [found]
    assert by_acl("null") == [found]
    cloudfront.associate_distribution_web_acl(Id=found, WebACLArn=arn)
    assert (by_acl("null"), by_acl(arn)) == ([], [found])
    shown = cloudfront.get_distribution_config(Id=found)["DistributionConfig"]
    assert shown["WebACLId"] == arn
    cloudfront.disassociate_distribution_web_acl(Id=found)
    assert by_acl(arn) == []
    ask = cloudfront.associate_distribution_web_acl
    assert refusal(ask, Id="none", WebACLArn=arn)[0] == "EntityNotFound"
    assert refusal(ask, Id=found, WebACLArn=f"{arn}x")[0] == "InvalidArgument"
    assert refusal(ask, Id=found, WebACLArn=arn, IfMatch="x")[0] == "PreconditionFailed"
