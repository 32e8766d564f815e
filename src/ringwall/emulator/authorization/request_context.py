"""The condition keys that every request has, whatever it asks for.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from ringwall.emulator.authorization.callers import ApiCaller
from ringwall.emulator.authorization.guards import ResourceGuard
from ringwall.emulator.authorization.identity_policies import find_organization, find_path
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.vpc_endpoints import find_endpoint

GLOBAL = frozenset({"iam", "organizations", "account", "route53", "cloudfront", "shield"})
"""Services with one endpoint, in us-east-1."""
FORWARDED_BY = "ringwall.forwarded_by"
"""Key of a request's WSGI environment: the service that calls in its caller's name (FAS)."""
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def describe_request(call: EmulatedCall, caller: ApiCaller) -> dict[str, Any]:
    """Return the keys that follow from who asks, whence and when."""
    now = datetime.now(UTC)
    keys: dict[str, Any] = {
        **write_time(now),
        **_describe_source(call),
        "aws:SecureTransport": str(_is_secure(call.environ)).lower(),
        "aws:UserAgent": call.user_agent,
        "aws:RequestedRegion": "us-east-1" if call.service in GLOBAL else call.region,
        "aws:PrincipalIsAWSService": "false",
        "aws:ViaAWSService": str(FORWARDED_BY in call.environ).lower(),
        "aws:PrincipalType": _TYPES[caller.kind],
        "aws:userid": caller.unique_id or "anonymous",
    }
    if referer := call.environ.get("HTTP_REFERER"):
        keys["aws:Referer"] = referer
    if caller.kind == "federated":
        del keys["aws:PrincipalType"], keys["aws:userid"]
    if not caller.account_id:
        return {**keys, **caller.keys}
    keys |= {
        "aws:PrincipalArn": caller.role_arn or caller.arn,
        "aws:PrincipalAccount": caller.account_id,
        **dict(describe_organization(caller.account_id, "Principal")),
        **{f"aws:PrincipalTag/{key}": value for key, value in caller.tags.items()},
    }
    if caller.kind in {"user", "operator"}:
        keys["aws:username"] = caller.arn.rpartition("/")[2]
    if caller.issued is not None:
        keys["aws:TokenIssueTime"] = caller.issued.strftime("%Y-%m-%dT%H:%M:%SZ")
        keys["aws:MultiFactorAuthPresent"] = "false"
    return {**keys, **caller.keys}


_TYPES = {
    "operator": "User",
    "root": "Account",
    "user": "User",
    "session": "AssumedRole",
    "federated_user": "FederatedUser",
    "federated": "AssumedRole",
    "anonymous": "Anonymous",
}


def describe_resource(guard: ResourceGuard, service: str) -> dict[str, Any]:
    """Return the keys that follow from the resource: whose it is, and its tags."""
    heads = ("aws", service) if service in _OWN_TAG_KEYS else ("aws",)
    return {
        "aws:ResourceAccount": guard.account_id,
        **dict(describe_organization(guard.account_id, "Resource")),
        **{
            f"{head}:ResourceTag/{key}": value
            for head in heads
            for key, value in guard.tags.items()
        },
    }


_OWN_TAG_KEYS = frozenset(
    {"autoscaling", "ec2", "ecr", "ecs", "elasticloadbalancing", "iam", "secretsmanager", "ssm"}
)
"""Services that have a key of their own beside aws:ResourceTag."""


def write_time(now: datetime) -> dict[str, str]:
    """Return the keys that say when a request is made."""
    text = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"aws:CurrentTime": text, "aws:EpochTime": str(int(now.timestamp()))}


def describe_organization(account_id: str, of: str) -> Iterator[tuple[str, Any]]:
    """Yield the organization and its path, which accounts outside of one do not have."""
    organization = find_organization(account_id)
    if organization is None:
        return
    path = find_path(organization, account_id)
    ids = [organization.org.id, *(node.id for node in path[:-1])]
    yield f"aws:{of}OrgID", organization.org.id
    yield f"aws:{of}OrgPaths", [f"{'/'.join(ids)}/"]


def _describe_source(call: EmulatedCall) -> dict[str, Any]:
    """Return the keys of where a request came from: an address, or a VPC endpoint."""
    endpoint = find_endpoint(call)
    if endpoint is None:
        return {"aws:SourceIp": call.source_ip}
    return {
        "aws:SourceVpce": endpoint.endpoint_id,
        "aws:SourceVpc": endpoint.vpc_id,
        "aws:VpcSourceIp": call.source_ip,
        "aws:VpceAccount": endpoint.account_id,
        **dict(describe_organization(endpoint.account_id, "Vpce")),
    }


def _is_secure(environ: Mapping[str, Any]) -> bool:
    """Whether a request came by TLS; one to this machine counts, as on AWS it would have."""
    host = str(environ.get("HTTP_HOST", ""))
    return environ.get("wsgi.url_scheme") == "https" or host.startswith(_LOOPBACK)
