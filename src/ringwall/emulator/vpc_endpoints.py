"""Requests that come through a VPC endpoint, and what it lets through.

https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
"""

from dataclasses import dataclass

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.on_moto.moto_client import moto_backends

VPC_ENDPOINT = "ringwall.vpc_endpoint"
"""The key of a request's WSGI environment: the endpoint that it came through, where it did."""
_PREFIX = "com.amazonaws."
FORBIDDEN = 403


@dataclass(frozen=True)
class PassedEndpoint:
    """The endpoint that a request came through."""

    endpoint_id: str
    account_id: str
    """The account that owns it."""
    vpc_id: str
    policy: str
    """Its policy document."""


def find_endpoint(call: EmulatedCall) -> PassedEndpoint | None:
    """Return the endpoint that a call came through; None where it came from elsewhere.

    Fault where there is no such endpoint in the call's Region, or where it is one for another
    service: on AWS, its name would lead nowhere.
    """
    endpoint_id = str(call.environ.get(VPC_ENDPOINT, ""))
    if not endpoint_id:
        return None
    for account_id, regions in moto_backends("ec2").items():
        found = regions[call.region].vpc_end_points.get(endpoint_id)
        if found is not None and _leads_to(found.service_name, call):
            policy = str(found.policy_document)
            return PassedEndpoint(endpoint_id, account_id, found.vpc_id, policy)
    message = f"no VPC endpoint {endpoint_id} leads to {call.service} in {call.region}"
    raise Fault("AccessDenied", message, FORBIDDEN)


def find_endpoint_owner(call: EmulatedCall) -> str:
    """Return the account of the endpoint that a call came through; '' where there is none."""
    try:
        found = find_endpoint(call)
    except Fault:
        return ""
    return found.account_id if found else ""


def _leads_to(service_name: str, call: EmulatedCall) -> bool:
    """Whether an endpoint is one for a service: `com.amazonaws.us-east-1.ecr.api` for `api.ecr`."""
    region, _, name = service_name.removeprefix(_PREFIX).partition(".")
    model = call.service_model
    hosts = {str(model.endpoint_prefix), str(model.signing_name)}
    return region == call.region and any(
        sorted(name.split(".")) == sorted(h.split(".")) for h in hosts
    )
