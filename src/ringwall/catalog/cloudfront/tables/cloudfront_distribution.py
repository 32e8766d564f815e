"""CloudFront distributions, without the secrets that they send to origins."""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.catalog.members import take_list
from ringwall.model.table import (
    Call,
    Derived,
    Reader,
    Row,
    Shared,
    Table,
    boolean,
    integer,
    text,
    texts,
)

HOME = "us-east-1"
"""Where the delivery of its logs is set up: CloudFront has one place for all Regions."""
_WRITTEN = "DistributionConfig"
_CONFIG = "DistributionConfig.{DefaultRootObject: DefaultRootObject, Logging: Logging}"


def leave_headers_out(value: Any) -> Any:
    """Return a document without the values of headers, by which origins know a distribution."""
    if isinstance(value, dict):
        kept = {name: part for name, part in value.items() if name != "HeaderValue"}
        return {name: leave_headers_out(part) for name, part in kept.items()}
    return [leave_headers_out(part) for part in value] if isinstance(value, list) else value


def _distributions(reader: Reader) -> Iterator[Row]:
    # AWS leaves the items out where there are none.
    is_whole = "(DistributionList.Quantity == `0` || DistributionList.Items)"
    path = f"{is_whole} && DistributionList.[Items][]"
    for distribution in reader.items("cloudfront.list_distributions", path):
        yield leave_headers_out(distribution)


def _delivered(reader: Reader) -> Mapping[str, Any]:
    """Return the ARNs of the distributions whose access logs are delivered by CloudWatch Logs."""
    home = reader.at(HOME)
    names = {
        one["deliverySourceName"] for one in home.items("logs.describe_deliveries", "deliveries")
    }
    return {
        arn: True
        for source in home.items("logs.describe_delivery_sources", "deliverySources")
        if source["name"] in names and source["logType"] == "ACCESS_LOGS"
        for arn in source["resourceArns"]
    }


def explode_origins(distribution: Row, _: Row) -> Iterator[Row]:
    """Yield a row per origin of a distribution."""
    origins = distribution["Origins"]
    for origin in take_list(origins, "Items"):
        custom = origin.get("CustomOriginConfig") or {}
        yield {
            "distribution_id": distribution.get("Id", ""),
            "origin_id": origin["Id"],
            "domain_name": origin["DomainName"],
            "kind": _tell_kind(origin),
            "origin_access_control_id": origin.get("OriginAccessControlId", ""),
            "origin_protocol_policy": custom.get("OriginProtocolPolicy", ""),
            "origin_ssl_protocols": (custom.get("OriginSslProtocols") or {}).get("Items") or [],
        }


def _tell_kind(origin: Row) -> str:
    if origin.get("VpcOriginConfig"):
        return "vpc"
    if origin.get("S3OriginConfig") is not None:
        return "s3"
    is_function = ".lambda-url." in origin["DomainName"]
    return "lambda" if is_function else "custom"


distribution = Table(
    name="cloudfront_distribution",
    doc="A distribution of CloudFront; its origins are in cloudfront_origin.",
    cloudformation="AWS::CloudFront::Distribution",
    scope="account",
    region="'global'",
    fetch=_distributions,
    arn="ARN",
    gone=("NoSuchDistribution",),
    shared=(Shared("Delivered", _delivered, "ARN", sparse=True),),
    calls=(Call("cloudfront.get_distribution_config", _CONFIG, {"Id": "{Id}"}, into="Config"),),
    conceal=leave_headers_out,
    columns=(
        text("id", "Id", "The distribution's ID.", property="Id"),
        text("domain_name", "DomainName", "Its name: d111111abcdef8.cloudfront.net."),
        boolean(
            "enabled",
            "Enabled",
            "It answers requests.",
            property=f"{_WRITTEN}.Enabled",
            required=True,
        ),
        texts(
            "aliases",
            "Aliases.Items",
            "Names of your own that it answers to.",
            property=f"{_WRITTEN}.Aliases",
            default=[],
        ),
        text(
            "default_root_object",
            "Config.DefaultRootObject",
            "What is sent to who asks for /; '' for nothing.",
            property=f"{_WRITTEN}.DefaultRootObject",
            default="",
        ),
        boolean(
            "logging_enabled",
            "Config.Logging.Enabled",
            "Requests are logged to a bucket (standard logging).",
            required=True,
        ),
        boolean(
            "logs_are_delivered",
            "Delivered",
            "Requests are logged by way of CloudWatch Logs (standard logging v2).",
        ),
        text(
            "web_acl_id",
            "WebACLId",
            "Its web ACL; '' for none.",
            property=f"{_WRITTEN}.WebACLId",
            default="",
        ),
        texts(
            "viewer_protocol_policies",
            "[[DefaultCacheBehavior], CacheBehaviors.Items][][].ViewerProtocolPolicy",
            "What each cache behavior does with HTTP: allow-all, https-only, redirect-to-https.",
            property=f"[[{_WRITTEN}.DefaultCacheBehavior], {_WRITTEN}.CacheBehaviors][][]"
            ".ViewerProtocolPolicy",
        ),
        boolean(
            "cloudfront_default_certificate",
            "ViewerCertificate.CloudFrontDefaultCertificate",
            "It has CloudFront's certificate, and none of your own.",
        ),
        text(
            "ssl_support_method",
            "ViewerCertificate.SSLSupportMethod",
            "sni-only, vip or static-ip; '' with CloudFront's certificate.",
            property=f"{_WRITTEN}.ViewerCertificate.SslSupportMethod",
        ),
        text(
            "minimum_protocol_version",
            "ViewerCertificate.MinimumProtocolVersion",
            "Its security policy for viewers: TLSv1.2_2021.",
            property=f"{_WRITTEN}.ViewerCertificate.MinimumProtocolVersion",
        ),
        integer(
            "origin_group_count",
            "OriginGroups.Quantity",
            "How many origin groups it has: origins, of which one takes the other's place.",
            property=f"{_WRITTEN}.OriginGroups.Quantity",
            default=0,
        ),
        integer(
            "key_group_behaviors",
            "length([[DefaultCacheBehavior], CacheBehaviors.Items][][]"
            "|[?TrustedKeyGroups.Enabled])",
            "How many of its cache behaviors take signed URLs and cookies, of trusted key groups.",
        ),
        integer(
            "signer_behaviors",
            "length([[DefaultCacheBehavior], CacheBehaviors.Items][][]|[?TrustedSigners.Enabled])",
            "How many of its cache behaviors take those of trusted signers, keys of root users.",
        ),
    ),
    derived=(Derived("cloudfront_origin", explode_origins),),
)
