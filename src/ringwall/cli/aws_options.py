"""Options of verbs that talk to AWS."""

from dataclasses import dataclass

from cyclopts import Parameter

from ringwall.cli.options import CommaList, split_list
from ringwall.jobs.connection import AwsAccess


@Parameter(name="*")
@dataclass(frozen=True)
class AwsOptions:
    """How to reach AWS. Without options: the usual environment variables and profiles."""

    profile: str = ""
    """Profile of ~/.aws/config, SSO profiles too (AWS_PROFILE)."""
    region: str = ""
    """Region for calls that belong to no region (AWS_REGION; us-east-1 if unset)."""
    role: str = ""
    """Role to assume in each account that is not the caller's own."""
    via: CommaList = ()
    """Roles (ARNs) to assume before that, one after the other."""
    external_id: str = ""
    """External id for assuming roles."""
    endpoint_url: str = ""
    """Endpoint in place of AWS's (AWS_ENDPOINT_URL), such as the emulator's."""
    plain_http: bool = False
    """Send requests to an http:// endpoint on another machine, without encryption."""


def connect(options: AwsOptions | None) -> AwsAccess:
    """Return how to reach AWS; nothing is asked of it yet."""
    aws = options or AwsOptions()
    return AwsAccess(
        profile=aws.profile,
        region=aws.region,
        role=aws.role,
        via=split_list(aws.via),
        external_id=aws.external_id,
        endpoint_url=aws.endpoint_url,
        plain_http=aws.plain_http,
    )
