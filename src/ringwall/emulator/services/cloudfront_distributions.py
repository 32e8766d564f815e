"""CloudFront: what a distribution is made of, of which moto forgets a part.

https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.holdings import Holding, hold
from ringwall.emulator.on_moto.moto_client import moto_backend
from ringwall.emulator.state import EmulatorState

DEFAULT_CERTIFICATE = {
    "CloudFrontDefaultCertificate": True,
    "SSLSupportMethod": "vip",
    "MinimumProtocolVersion": "TLSv1",
    "CertificateSource": "cloudfront",
}
NOBODY = {"Enabled": False, "Quantity": 0}


@emulates("cloudfront", "CreateDistribution", "CreateDistributionWithTags", "UpdateDistribution")
def write_distribution(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Make or change a distribution, and keep what it was asked to be."""
    given = call.parameters.get("DistributionConfigWithTags") or call.parameters
    answer = state.ask_moto(call)
    made = answer["Distribution"]
    hold(state, call, "distributions")[made["Id"]] = given["DistributionConfig"]
    complete(made["DistributionConfig"], given["DistributionConfig"])
    return {**answer, "ETag": _find_etag(call, made["Id"])}


@emulates("cloudfront", "GetDistribution", "GetDistributionConfig")
def get_distribution(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return a distribution as it was asked to be."""
    answer = state.ask_moto(call)
    shown = answer.get("Distribution", answer)["DistributionConfig"]
    if given := hold(state, call, "distributions").get(call.parameters["Id"]):
        complete(shown, given)
    return {**answer, "ETag": _find_etag(call, call.parameters["Id"])}


def _find_etag(call: EmulatedCall, distribution_id: str) -> str:
    """Return the version of a distribution, which an answer has as a header."""
    return str(moto_backend("cloudfront", call.account_id).distributions[distribution_id].etag)


def complete_all(held: Holding, shown: Iterable[dict[str, Any]]) -> None:
    """Complete the distributions of a list."""
    for item in shown:
        if given := held.get(item["Id"]):
            complete(item, given)


def complete(shown: Any, given: Mapping[str, Any]) -> None:
    """Add what was asked for, and what CloudFront says where nobody asked."""
    asked = {origin["Id"]: origin for origin in given["Origins"].get("Items") or ()}
    for origin in shown["Origins"].get("Items") or ():
        own = asked.get(origin["Id"], {})
        origin["OriginAccessControlId"] = own.get("OriginAccessControlId") or ""
        for name in ("S3OriginConfig", "CustomOriginConfig", "VpcOriginConfig"):
            if name in own:
                origin[name] = own[name]
    behaviors = [(shown["DefaultCacheBehavior"], given.get("DefaultCacheBehavior") or {})]
    more = (given.get("CacheBehaviors") or {}).get("Items") or ()
    behaviors += zip((shown.get("CacheBehaviors") or {}).get("Items") or (), more, strict=False)
    for behavior, wanted in behaviors:
        for name in ("TrustedKeyGroups", "TrustedSigners"):
            behavior[name] = wanted.get(name) or NOBODY
    if groups := given.get("OriginGroups"):
        shown["OriginGroups"] = groups
    shown["ViewerCertificate"] = _show_certificate(given.get("ViewerCertificate") or {})


def _show_certificate(given: Mapping[str, Any]) -> dict[str, Any]:
    source = next((name for name in ("ACM", "IAM") if _find_name(given, name)), "")
    if not source:
        return {**DEFAULT_CERTIFICATE, **given}
    return {**given, "CloudFrontDefaultCertificate": False, "CertificateSource": source.lower()}


def _find_name(given: Mapping[str, Any], source: str) -> str:
    return str(given.get("ACMCertificateArn" if source == "ACM" else "IAMCertificateId") or "")
