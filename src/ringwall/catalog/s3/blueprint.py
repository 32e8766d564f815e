"""The buckets of the log archive, one for each kind of log."""

from collections.abc import Iterator

from ringwall.catalog.detection_keys import (
    exports_findings,
    has_config,
    has_trail,
    join,
    trail_arn,
)
from ringwall.catalog.policy_statements import allow_service, of_organization
from ringwall.catalog.s3.log_buckets import ACCESS_LOGS, OWNED, LogBucket, allow_delivery
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.wanted import Join, Wanted

TRAIL, CONFIG, GUARDDUTY = (
    f"{name}.amazonaws.com" for name in ("cloudtrail", "config", "guardduty")
)
LOAD_BALANCERS = "logdelivery.elasticloadbalancing.amazonaws.com"
ACCESS = "logging.s3.amazonaws.com"


@wants("detection.trail")
def want_trail_bucket(landscape: Landscape) -> Iterator[Wanted]:
    """Have a bucket for the trail's files whose versions are locked.

    https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
    """
    if not has_trail(landscape):
        return
    wanted = landscape.settings.detection.trail
    bucket = LogBucket(
        landscape,
        "trail",
        "detection.trail",
        "an attacker who can delete the trail's files leaves no traces",
        wanted.expiration_days,
        given_name=wanted.s3_bucket_name,
        key="trail",
        lock_mode=wanted.object_lock_mode,
        lock_days=wanted.object_lock_days,
    )
    by_trail: dict[str, str | Join] = {"aws:SourceArn": trail_arn(landscape)}
    ours = of_organization(landscape, **by_trail)
    owners = (landscape.management.id, landscape.organization_id)
    yield bucket.want(
        allow_service("ReadAcl", TRAIL, ("s3:GetBucketAcl",), bucket.arn, ours),
        allow_service(
            "Write",
            TRAIL,
            ("s3:PutObject",),
            [bucket.objects("AWSLogs/", owner, "/") for owner in owners],
            of_organization(landscape, **by_trail, **OWNED),
        ),
    )


@wants("detection.config")
def want_config_bucket(landscape: Landscape) -> Iterator[Wanted]:
    """Have a bucket for AWS Config, which does not deliver to one with Object Lock.

    https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
    """
    if not has_config(landscape):
        return
    wanted = landscape.settings.detection.config
    bucket = LogBucket(
        landscape,
        "config",
        "detection.config",
        "how every resource was set up is known after an incident too",
        wanted.expiration_days,
        given_name=wanted.s3_bucket_name,
        key="config",
    )
    ours = of_organization(landscape)
    yield bucket.want(
        allow_service("Check", CONFIG, ("s3:GetBucketAcl", "s3:ListBucket"), bucket.arn, ours),
        allow_service(
            "Write",
            CONFIG,
            ("s3:PutObject",),
            bucket.objects("AWSLogs/*/Config/"),
            of_organization(landscape, **OWNED),
        ),
    )


@wants("detection.access_logs")
def want_access_log_buckets(landscape: Landscape) -> Iterator[Wanted]:
    """Have a bucket in each Region: load balancers and buckets log to their own Region alone.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    """
    wanted = landscape.settings.detection.access_logs
    for region in landscape.logs.regions if wanted.enabled else ():
        bucket = LogBucket(
            landscape,
            ACCESS_LOGS,
            "detection.access_logs",
            "who asked a load balancer, or a log bucket, for what is known after an incident",
            wanted.expiration_days,
            region=region,
        )
        of_logs = {"StringEquals": {"aws:SourceAccount": landscape.logs.id}}
        yield bucket.want(
            allow_service(
                "LoadBalancers",
                LOAD_BALANCERS,
                ("s3:PutObject",),
                bucket.objects("AWSLogs/"),
                of_organization(landscape),
            ),
            *allow_delivery(landscape, bucket),
            allow_service("Buckets", ACCESS, ("s3:PutObject",), bucket.objects("s3/"), of_logs),
        )


@wants("detection.guardduty")
def want_findings_bucket(landscape: Landscape) -> Iterator[Wanted]:
    """Have a bucket for GuardDuty's findings.

    https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_exportfindings.html
    """
    if not exports_findings(landscape):
        return
    bucket = LogBucket(
        landscape,
        "guardduty",
        "detection.guardduty",
        "GuardDuty itself forgets findings after 90 days",
        landscape.settings.detection.trail.expiration_days,
        given_name=landscape.settings.detection.guardduty.s3_bucket_name,
        key="guardduty",
    )
    detectors = f"arn:{landscape.partition}:guardduty:*:"
    of_administrator = {
        "StringEquals": {"aws:SourceAccount": landscape.security.id},
        "ArnLike": {"aws:SourceArn": join(detectors, landscape.security.id, ":detector/*")},
    }
    yield bucket.want(
        allow_service("Locate", GUARDDUTY, ("s3:GetBucketLocation",), bucket.arn, of_administrator),
        allow_service("Write", GUARDDUTY, ("s3:PutObject",), bucket.objects(), of_administrator),
    )


@wants("detection.flow_logs")
def want_flow_log_bucket(landscape: Landscape) -> Iterator[Wanted]:
    """Have a bucket for flow logs."""
    wanted = landscape.settings.detection.flow_logs
    if wanted.enabled:
        bucket = LogBucket(
            landscape,
            "flow-logs",
            "detection.flow_logs",
            "who talked to whom is known after an incident",
            wanted.expiration_days,
            given_name=wanted.s3_bucket_name,
            key="vpc-logs",
        )
        yield bucket.want(*allow_delivery(landscape, bucket))


@wants("detection.resolver_logs")
def want_query_log_bucket(landscape: Landscape) -> Iterator[Wanted]:
    """Have a bucket for the query logs of Resolver."""
    wanted = landscape.settings.detection.resolver_logs
    if wanted.enabled:
        bucket = LogBucket(
            landscape,
            "resolver-logs",
            "detection.resolver_logs",
            "which names were asked for is known after an incident",
            wanted.expiration_days,
            given_name=wanted.s3_bucket_name,
            key="vpc-logs",
        )
        yield bucket.want(*allow_delivery(landscape, bucket))
