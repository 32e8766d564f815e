"""CloudFront: lists of distributions, and the web ACL of each.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AssociateDistributionWebACL.html
"""

from collections.abc import Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import hold
from ringwall.emulator.inner_call import ask_inside
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.services.cloudfront_distributions import complete_all
from ringwall.emulator.state import EmulatorState

NONE = "null"
"""How ListDistributionsByWebACLId asks for distributions without a web ACL."""


@emulates("cloudfront", "AssociateDistributionWebACL", "DisassociateDistributionWebACL")
def change_web_acl(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Protect a distribution by a web ACL of us-east-1, or by none."""
    given = call.parameters
    held = moto_backend("cloudfront", call.account_id).distributions
    found = held.get(given["Id"])
    if found is None:
        raise Fault("EntityNotFound", "The specified distribution does not exist.", 404)
    if given.get("IfMatch") not in {None, found.etag}:
        message = "The request failed because it didn't meet the preconditions in If-Match."
        raise Fault("PreconditionFailed", message, 412)
    arn = given.get("WebACLArn") or ""
    if arn and not _is_known(call, arn):
        raise Fault("InvalidArgument", f"The web ACL {arn} does not exist or is not global.", 400)
    setattr(found.distribution_config, "WebACLId", arn)  # noqa: B010 - moto spells it so
    named = {"WebACLArn": arn} if arn else {}
    return {"Id": found.distribution_id, "ETag": found.etag, **named}


def _is_known(call: EmulatedCall, arn: str) -> bool:
    acls = moto_backend("wafv2", call.account_id).wacls.values()
    return any(acl.arn == arn for acl in acls)


@emulates("cloudfront", "ListDistributions")
def list_distributions(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Say of each distribution what moto leaves out: whether it is for staging, for example."""
    answer = state.ask_moto(call)
    complete_all(hold(state, call, "distributions"), _list_items(answer))
    return answer


def _list_items(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer["DistributionList"].get("Items") or []
    for item in found:
        item.setdefault("Staging", False)
    return found


@emulates("cloudfront", "ListDistributionsByWebACLId")
def list_by_web_acl(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the distributions that a web ACL protects."""
    wanted = call.parameters["WebACLId"]
    listed = ask_inside(state, call.account_id, call.region, "cloudfront", "ListDistributions")
    every = _list_items(listed)
    found = [d for d in every if (d.get("WebACLId") or NONE) == wanted]
    size = int(call.parameters.get("MaxItems") or 100)
    ids = [item["Id"] for item in found]
    marker = call.parameters.get("Marker") or ""
    start = ids.index(marker) + 1 if marker in ids else 0
    page = found[start : start + size]
    is_more = start + size < len(found)
    return {
        "DistributionList": {
            "Marker": marker,
            "MaxItems": size,
            "IsTruncated": is_more,
            "Quantity": len(page),
            "Items": page,
            **({"NextMarker": page[-1]["Id"]} if is_more else {}),
        }
    }
