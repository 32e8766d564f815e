"""A distribution is shown as it was asked for."""

from typing import Any

NOBODY = {"Enabled": False, "Quantity": 0}


def make_config(**more: Any) -> dict[str, Any]:
    origin = {
        "Id": "o",
        "DomainName": "a.s3.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
        "OriginAccessControlId": "E1",
    }
    return {
        "CallerReference": "a",
        "Comment": "",
        "Enabled": True,
        "Origins": {"Quantity": 1, "Items": [origin]},
        "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only"},
        **more,
    }


def test_what_was_asked_for_is_shown_by_each_read(client: Any) -> None:
    cloudfront = client("cloudfront")
    certificate = {
        "ACMCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/1",
        "SSLSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    }
    config = make_config(ViewerCertificate=certificate)
    made = cloudfront.create_distribution(DistributionConfig=config)["Distribution"]["Id"]
    (listed,) = cloudfront.list_distributions()["DistributionList"]["Items"]
    got = cloudfront.get_distribution(Id=made)["Distribution"]["DistributionConfig"]
    read = cloudfront.get_distribution_config(Id=made)["DistributionConfig"]
    for shown in (listed, got, read):
        assert shown["Origins"]["Items"][0]["OriginAccessControlId"] == "E1"
        assert shown["DefaultCacheBehavior"]["TrustedKeyGroups"] == NOBODY
        assert shown["ViewerCertificate"]["CertificateSource"] == "acm"
        assert shown["ViewerCertificate"]["CloudFrontDefaultCertificate"] is False
        assert shown["ViewerCertificate"]["MinimumProtocolVersion"] == "TLSv1.2_2021"


def test_a_change_is_shown_too(client: Any) -> None:
    cloudfront = client("cloudfront")
    made = cloudfront.create_distribution(DistributionConfig=make_config())
    found = made["Distribution"]["Id"]
    shown = cloudfront.get_distribution_config(Id=found)
    assert shown["DistributionConfig"]["ViewerCertificate"]["CertificateSource"] == "cloudfront"
    groups = {"Enabled": True, "Quantity": 1, "Items": ["k"]}
    behavior = {**make_config()["DefaultCacheBehavior"], "TrustedKeyGroups": groups}
    config = make_config(DefaultCacheBehavior=behavior)
    cloudfront.update_distribution(Id=found, IfMatch=shown["ETag"], DistributionConfig=config)
    shown = cloudfront.get_distribution_config(Id=found)["DistributionConfig"]
    assert shown["DefaultCacheBehavior"]["TrustedKeyGroups"] == groups
