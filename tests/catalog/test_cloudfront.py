"""CloudFront: distributions and where they fetch from."""

import json
from collections.abc import Callable
from typing import Any

from ringwall.catalog.loader import load_tables
from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

NAME, ORIGIN = "cloudfront_distribution", "cloudfront_origin"
SECRET = "EXAMPLE-HEADER-VALUE"
ARN = "arn:aws:cloudfront::123456789012:distribution/EMLARXS9EXAMPLE"
# https://docs.aws.amazon.com/cli/latest/reference/cloudfront/list-distributions.html, with a
# header, which the example has not.
SHOWN: dict[str, Any] = {
    "Id": "EMLARXS9EXAMPLE",
    "ARN": ARN,
    "Status": "InProgress",
    "LastModifiedTime": "2019-11-22T00:55:15.705Z",
    "DomainName": "d930174dauwrn8.cloudfront.net",
    "Aliases": {"Quantity": 0},
    "Origins": {
        "Quantity": 1,
        "Items": [
            {
                "Id": "awsexamplebucket.s3.amazonaws.com-cli-example",
                "DomainName": "awsexamplebucket.s3.amazonaws.com",
                "OriginPath": "",
                "CustomHeaders": {
                    "Quantity": 1,
                    "Items": [{"HeaderName": "x-origin", "HeaderValue": SECRET}],
                },
                "S3OriginConfig": {"OriginAccessIdentity": ""},
            }
        ],
    },
    "OriginGroups": {"Quantity": 0},
    "DefaultCacheBehavior": {
        "TargetOriginId": "awsexamplebucket.s3.amazonaws.com-cli-example",
        "ForwardedValues": {
            "QueryString": False,
            "Cookies": {"Forward": "none"},
            "Headers": {"Quantity": 0},
            "QueryStringCacheKeys": {"Quantity": 0},
        },
        "TrustedSigners": {"Enabled": False, "Quantity": 0},
        "ViewerProtocolPolicy": "allow-all",
        "MinTTL": 0,
        "SmoothStreaming": False,
        "Compress": False,
        "LambdaFunctionAssociations": {"Quantity": 0},
        "FieldLevelEncryptionId": "",
    },
    "CacheBehaviors": {"Quantity": 0},
    "CustomErrorResponses": {"Quantity": 0},
    "Comment": "",
    "PriceClass": "PriceClass_All",
    "Enabled": True,
    "ViewerCertificate": {
        "CloudFrontDefaultCertificate": True,
        "MinimumProtocolVersion": "TLSv1",
        "CertificateSource": "cloudfront",
    },
    "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}},
    "WebACLId": "",
    "HttpVersion": "HTTP2",
    "IsIPV6Enabled": True,
}
# https://docs.aws.amazon.com/cli/latest/reference/cloudfront/get-distribution-config.html
CONFIG: dict[str, Any] = {
    "ETag": "E2QWRUHEXAMPLE",
    "DistributionConfig": {
        "CallerReference": "cli-example",
        "DefaultRootObject": "index.html",
        "Logging": {"Enabled": False, "IncludeCookies": False, "Bucket": "", "Prefix": ""},
    },
}
DELIVERED = {
    "logs.describe_deliveries": {"deliveries": [{"id": "1", "deliverySourceName": "cdn"}]},
    "logs.describe_delivery_sources": {
        "deliverySources": [
            {"name": "cdn", "logType": "ACCESS_LOGS", "resourceArns": [ARN]},
            {"name": "unused", "logType": "ACCESS_LOGS", "resourceArns": ["arn:other"]},
        ]
    },
}


def answer(*shown: Any, **more: Any) -> dict[str, Any]:
    return {
        "cloudfront.list_distributions": {
            "DistributionList": {"Quantity": len(shown), **({"Items": [*shown]} if shown else {})}
        },
        "cloudfront.get_distribution_config": CONFIG,
        "logs.describe_deliveries": {"deliveries": []},
        "logs.describe_delivery_sources": {"deliverySources": []},
        **more,
    }


def test_a_distribution_is_read_as_aws_shows_it(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned(answer(SHOWN)), NAME)
    (found,) = rows[NAME]
    assert gaps == []
    assert (found["region"], found["resource_id"]) == ("global", "EMLARXS9EXAMPLE")
    assert found["default_root_object"] == "index.html"
    assert (found["logging_enabled"], found["logs_are_delivered"]) == (False, False)
    assert (found["viewer_protocol_policies"], found["aliases"]) == (["allow-all"], [])
    assert (found["key_group_behaviors"], found["signer_behaviors"]) == (0, 0)
    assert found["cloudfront_default_certificate"] is True
    (origin,) = rows[ORIGIN]
    assert (origin["arn"], origin["kind"]) == (ARN, "s3")
    assert (origin["origin_access_control_id"], origin["origin_ssl_protocols"]) == ("", [])


def test_the_value_of_a_header_goes_nowhere(canned: Any, collect: Any) -> None:
    rows, _ = collect(canned(answer(SHOWN)), NAME)
    assert SECRET not in json.dumps(rows, default=str)
    conceal = load_tables()[NAME].conceal
    assert conceal is not None
    headers = [{"HeaderName": "x-origin", "HeaderValue": SECRET}]
    config = {"Origins": [{"Id": "o", "OriginCustomHeaders": headers}]}
    assert SECRET not in json.dumps(conceal({"DistributionConfig": config}))


def test_every_cache_behavior_counts(canned: Any, collect: Any) -> None:
    more = [
        {"ViewerProtocolPolicy": "https-only", "TrustedKeyGroups": {"Enabled": True}},
        {"ViewerProtocolPolicy": "https-only", "TrustedSigners": {"Enabled": True}},
    ]
    shown = SHOWN | {"CacheBehaviors": {"Quantity": 2, "Items": more}}
    rows, _ = collect(canned(answer(shown)), NAME)
    (found,) = rows[NAME]
    assert found["viewer_protocol_policies"] == ["allow-all", "https-only", "https-only"]
    assert (found["key_group_behaviors"], found["signer_behaviors"]) == (1, 1)


def test_logs_are_delivered_by_cloudwatch_logs_too(canned: Any, collect: Any) -> None:
    reader = canned(answer(SHOWN, **DELIVERED))
    rows, gaps = collect(reader, NAME)
    assert gaps == []
    assert [row["logs_are_delivered"] for row in rows[NAME]] == [True]
    assert ("logs.describe_deliveries", "us-east-1") in reader.calls


def test_a_refused_call_hides_nothing_but_itself(canned: Any, collect: Any) -> None:
    refused = {"logs.describe_deliveries": AccessDenied("no", "AccessDeniedException")}
    rows, gaps = collect(canned(answer(SHOWN, **refused)), NAME)
    (found,) = rows[NAME]
    assert (found["logs_are_delivered"], found["logging_enabled"]) == (None, False)
    assert [gap.aspect for gap in gaps] == ["Delivered"]


def test_an_account_without_distributions_is_no_gap(canned: Any, collect: Any) -> None:
    rows, gaps = collect(canned(answer()), NAME)
    assert (rows[NAME], gaps) == ([], [])


def test_the_service_reads_a_distribution(
    live: Reader, aws: Callable[[str], Any], collect: Any
) -> None:
    origin = {
        "Id": "api",
        "DomainName": "abc.lambda-url.eu-west-1.on.aws",
        "CustomOriginConfig": {
            "HTTPPort": 80,
            "HTTPSPort": 443,
            "OriginProtocolPolicy": "https-only",
            "OriginSslProtocols": {"Quantity": 1, "Items": ["TLSv1.2"]},
        },
    }
    aws("cloudfront").create_distribution(
        DistributionConfig={
            "CallerReference": "a",
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {"TargetOriginId": "api", "ViewerProtocolPolicy": "https-only"},
        }
    )
    rows, gaps = collect(live, NAME)
    assert gaps == []
    assert [row["minimum_protocol_version"] for row in rows[NAME]] == ["TLSv1"]
    (found,) = rows[ORIGIN]
    assert (found["kind"], found["origin_protocol_policy"]) == ("lambda", "https-only")
    assert found["origin_ssl_protocols"] == ["TLSv1.2"]
