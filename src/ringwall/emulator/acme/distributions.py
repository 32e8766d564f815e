"""Acme's distributions: the shop's, and a demo that was never finished."""

from typing import Any

from ringwall.emulator.acme.load_balancers import certify
from ringwall.emulator.acme.storage import log_target
from ringwall.emulator.acme.team import HOME, Team

FILES = f"acme-prod-artifacts.s3.{HOME}.amazonaws.com"
SPARE = f"acme-prod-invoices.s3.{HOME}.amazonaws.com"
MANAGED = (
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
)


def distribute_shop(team: Team) -> None:
    """Make the shop's distribution with a web ACL, as it should be."""
    cloudfront = team.client("cloudfront")
    signs = {
        "Name": "shop",
        "SigningProtocol": "sigv4",
        "SigningBehavior": "always",
        "OriginAccessControlOriginType": "s3",
    }
    made = cloudfront.create_origin_access_control(OriginAccessControlConfig=signs)
    control = made["OriginAccessControl"]["Id"]
    origins = [_bucket("files", FILES, control), _bucket("spare", SPARE, control)]
    group = {
        "Id": "both",
        "FailoverCriteria": {"StatusCodes": {"Quantity": 1, "Items": [503]}},
        "Members": {"Quantity": 2, "Items": [{"OriginId": one["Id"]} for one in origins]},
    }
    certificate = {
        "ACMCertificateArn": certify(team, HOME, "files.acme.example"),
        "SSLSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    }
    logging = {"Enabled": True, "IncludeCookies": False, "Prefix": "shop/"}
    _distribute(
        team,
        "shop",
        origins,
        Aliases={"Quantity": 1, "Items": ["files.acme.example"]},
        DefaultCacheBehavior={
            "TargetOriginId": "files",
            "ViewerProtocolPolicy": "redirect-to-https",
            "TrustedKeyGroups": {"Enabled": True, "Quantity": 1, "Items": ["customers"]},
        },
        OriginGroups={"Quantity": 1, "Items": [group]},
        DefaultRootObject="index.html",
        Logging={**logging, "Bucket": f"{log_target(team)}.s3.amazonaws.com"},
        ViewerCertificate=certificate,
        WebACLId=_guard(team),
    )


def distribute_demo(team: Team) -> None:
    """Make dev's distribution, which has every weakness there is."""
    old = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "http-only"}
    new = {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"}
    origins = [
        _bucket("site", "acme-dev-old-site.s3.amazonaws.com", ""),
        {
            "Id": "api",
            "DomainName": "api.dev.acme.example",
            "CustomOriginConfig": {
                **old,
                "OriginSslProtocols": {"Quantity": 2, "Items": ["SSLv3", "TLSv1"]},
            },
        },
        {
            "Id": "function",
            "DomainName": f"abcdefghij.lambda-url.{HOME}.on.aws",
            "CustomOriginConfig": {
                **new,
                "OriginSslProtocols": {"Quantity": 1, "Items": ["TLSv1.2"]},
            },
        },
    ]
    behavior = {"TargetOriginId": "site", "ViewerProtocolPolicy": "allow-all"}
    _distribute(team, "demo", origins, DefaultCacheBehavior=behavior)


def _distribute(team: Team, name: str, origins: list[dict[str, Any]], **more: Any) -> None:
    team.client("cloudfront").create_distribution(
        DistributionConfig={
            "CallerReference": name,
            "Comment": name,
            "Enabled": True,
            "Origins": {"Quantity": len(origins), "Items": origins},
            **more,
        }
    )


def _bucket(name: str, domain: str, control: str) -> dict[str, Any]:
    return {
        "Id": name,
        "DomainName": domain,
        "S3OriginConfig": {"OriginAccessIdentity": ""},
        **({"OriginAccessControlId": control} if control else {}),
    }


def _guard(team: Team) -> str:
    """Make a web ACL with rules of AWS, and log what it does."""
    wafv2, logs = team.client("wafv2"), team.client("logs")
    seen = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True}
    arn: str = wafv2.create_web_acl(
        Name="shop",
        Scope="CLOUDFRONT",
        DefaultAction={"Allow": {}},
        Rules=[
            {
                "Name": name,
                "Priority": number,
                "Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": name}},
                "OverrideAction": {"None": {}},
                "VisibilityConfig": {**seen, "MetricName": name},
            }
            for number, name in enumerate(MANAGED)
        ],
        VisibilityConfig={**seen, "MetricName": "shop"},
    )["Summary"]["ARN"]
    group = "aws-waf-logs-shop"
    logs.create_log_group(logGroupName=group)
    logs.put_retention_policy(logGroupName=group, retentionInDays=365)
    wafv2.put_logging_configuration(
        LoggingConfiguration={
            "ResourceArn": arn,
            "LogDestinationConfigs": [team.arn("logs", HOME, f"log-group:{group}")],
        }
    )
    return arn
