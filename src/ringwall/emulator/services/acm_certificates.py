"""ACM: certificates that AWS issues once their records are in a public hosted zone.

https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ringwall.emulator.behavior.pending import PendingThing
from ringwall.emulator.call import EmulatedCall, Fault
from ringwall.emulator.handlers import emulates
from ringwall.emulator.on_moto.moto_client import moto_backend, moto_backends
from ringwall.emulator.paging import cut_page
from ringwall.emulator.state import EmulatorState

PENDING = "PENDING_VALIDATION"
AUTHORITIES = ("amazon.com", "amazontrust.com", "awstrust.com", "amazonaws.com")
"""What a CAA record has to name, one of them: https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html"""
PATIENCE = timedelta(hours=72)
TOKEN_AGE = timedelta(hours=1)
LISTED = ("RSA_1024", "RSA_2048")
"""The keys of the certificates that are listed where nobody asks for others."""
TIMES = ("CreatedAt", "ImportedAt", "IssuedAt", "NotAfter", "NotBefore")
WHEN_ISSUED = ("IssuedAt", "NotAfter", "NotBefore", "Serial")
SUMMARY = (
    *("CertificateArn", "DomainName", "Status", "Type", "KeyAlgorithm", "RenewalEligibility"),
    *TIMES,
)
MOST = 1000


@dataclass
class CertificateRequest:
    """What was asked for, which moto does not keep, and how far AWS is."""

    domains: tuple[str, ...]
    algorithm: str
    method: str
    at: datetime
    is_told: bool = False
    """Whether AWS has said which records it waits for."""
    is_found: bool = False
    """Whether AWS has found them all."""
    failure: str = ""


@emulates("acm", "RequestCertificate")
def request_certificate(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Request a certificate; the same token within an hour is the same request."""
    given, now = call.parameters, state.clock.now()
    domains = (given["DomainName"], *given.get("SubjectAlternativeNames", ()))
    backend = moto_backend("acm", call.account_id, call.region)
    token = given.get("IdempotencyToken")
    known = state.setting(call, "tokens", {})
    arn, asked, at = known.get(token, ("", (), now))
    if arn in _held(call) and asked == domains and now - at < TOKEN_AGE:
        return {"CertificateArn": arn}
    backend._idempotency_tokens.pop(token, None)  # noqa: SLF001 - it may be of one that is gone
    answer = state.ask_moto(call)
    arn = answer["CertificateArn"]
    if token:
        state.set(call, "tokens", {**known, token: (arn, domains, now)})
    _held(call)[arn].ringwall = CertificateRequest(
        tuple(dict.fromkeys(domains)),
        given.get("KeyAlgorithm", "RSA_2048"),
        given.get("ValidationMethod", "EMAIL"),
        now,
    )
    state.pending.start(state, call, arn, _tell_records)
    return answer


def _held(call: EmulatedCall | PendingThing) -> dict[str, Any]:
    found: dict[str, Any] = moto_backend("acm", call.account_id, call.region)._certificates  # noqa: SLF001
    return found


def _tell_records(_state: EmulatorState, thing: PendingThing) -> None:
    if thing.name in _held(thing):
        _held(thing)[thing.name].ringwall.is_told = True


@emulates("acm", "DescribeCertificate")
def describe_certificate(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Say how a certificate is, with the records that AWS waits for."""
    arn = call.parameters["CertificateArn"]
    if arn not in _held(call):
        return state.ask_moto(call)  # it refuses
    return {"Certificate": _detail(state, call, _held(call)[arn])}


@emulates("acm", "ListCertificates")
def list_certificates(state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """List certificates: those with short RSA keys, unless others are asked for."""
    given = call.parameters
    includes = given.get("Includes", {})
    algorithms = includes.get("keyTypes") or LISTED
    statuses = given.get("CertificateStatuses")
    export = includes.get("exportOption")
    found = [
        _summarize(detail)
        for detail in (_detail(state, call, each) for each in list(_held(call).values()))
        if detail["KeyAlgorithm"] in algorithms
        and (not statuses or detail["Status"] in statuses)
        and (not export or detail["Options"]["Export"] == export)
    ]
    page, more = cut_page(call, found, min(int(given.get("MaxItems", MOST)), MOST))
    return {"CertificateSummaryList": page, **more}


def _summarize(detail: Mapping[str, Any]) -> dict[str, Any]:
    names = detail.get("SubjectAlternativeNames", [])
    return {
        **{name: detail[name] for name in SUMMARY if name in detail},
        "SubjectAlternativeNameSummaries": names[:100],
        "HasAdditionalSubjectAlternativeNames": len(names) > 100,  # noqa: PLR2004
        "ExportOption": detail["Options"]["Export"],
        "InUse": bool(detail["InUseBy"]),
    }


@emulates("acm", "DeleteCertificate")
def delete_certificate(_state: EmulatorState, call: EmulatedCall) -> None:
    """Refuse to delete a certificate that is in use."""
    arn = call.parameters["CertificateArn"]
    if arn in _held(call) and (users := _find_users(call, _held(call)[arn])):
        message = f"Certificate {arn} in account {call.account_id} is in use by {users[0]}."
        raise Fault("ResourceInUseException", message)


def _detail(state: EmulatorState, call: EmulatedCall, bundle: Any) -> dict[str, Any]:
    """Return a certificate as AWS describes it."""
    request: CertificateRequest | None = getattr(bundle, "ringwall", None)
    if request and bundle.type == "AMAZON_ISSUED":
        _go_on(state, call, bundle, request)
    found: dict[str, Any] = bundle.describe()["Certificate"]
    for name in TIMES:
        if name in found:
            found[name] = datetime.fromtimestamp(found[name], UTC)
    users = _find_users(call, bundle)
    found |= {"InUseBy": users}
    if request is None:
        return found
    found |= {
        "SubjectAlternativeNames": list(request.domains),
        "KeyAlgorithm": request.algorithm,
        "RenewalEligibility": "ELIGIBLE" if users else "INELIGIBLE",
    }
    if bundle.type == "AMAZON_ISSUED":
        found["DomainValidationOptions"] = list(_validations(call, bundle, request))
        if bundle.status in {PENDING, "FAILED", "VALIDATION_TIMED_OUT"}:
            found = {name: value for name, value in found.items() if name not in WHEN_ISSUED}
    if request.failure:
        found["FailureReason"] = request.failure
    return found


def _validations(
    call: EmulatedCall, bundle: Any, request: CertificateRequest
) -> Iterator[dict[str, Any]]:
    states = {PENDING: PENDING, "FAILED": "FAILED", "VALIDATION_TIMED_OUT": "FAILED"}
    for domain in request.domains:
        option: dict[str, Any] = {
            "DomainName": domain,
            "ValidationDomain": domain,
            "ValidationStatus": states.get(bundle.status, "SUCCESS"),
            "ValidationMethod": request.method,
        }
        if request.is_told and request.method == "DNS":
            name, value = _record_of(call.account_id, domain)
            option["ResourceRecord"] = {"Name": name, "Type": "CNAME", "Value": value}
        yield option


def _record_of(account_id: str, domain: str) -> tuple[str, str]:
    """Return the record of a domain: one for an account, whatever the Region."""
    plain = domain.removeprefix("*.")
    mark = hashlib.sha256(f"{account_id} {plain}".encode()).hexdigest()
    return f"_{mark[:32]}.{plain}.", f"_{mark[32:]}.{mark[:10]}.acm-validations.aws."


def _go_on(
    state: EmulatorState, call: EmulatedCall, bundle: Any, request: CertificateRequest
) -> None:
    """Let AWS look for the records again, while it waits for them."""
    if bundle.status != PENDING or not request.is_told:
        return
    if any(_is_refused(domain) for domain in request.domains):
        bundle.status, request.failure = "FAILED", "CAA_ERROR"
    elif state.clock.now() - request.at > PATIENCE:
        bundle.status = "VALIDATION_TIMED_OUT"
    elif not request.is_found and request.method == "DNS":
        records = [_record_of(call.account_id, domain) for domain in request.domains]
        request.is_found = all(value in _look_up(name, "CNAME") for name, value in records)
        if request.is_found:
            state.pending.start(state, call, bundle.arn, _issue)


def _issue(_state: EmulatorState, thing: PendingThing) -> None:
    if thing.name in _held(thing):
        _held(thing)[thing.name].status = "ISSUED"


def _is_refused(domain: str) -> bool:
    """Whether the nearest CAA records of a domain name other authorities alone."""
    labels = domain.removeprefix("*.").rstrip(".").split(".")
    for depth in range(len(labels)):
        if found := _look_up(".".join(labels[depth:]), "CAA"):
            return not any(each in record for record in found for each in AUTHORITIES)
    return False


def _look_up(name: str, kind: str) -> list[str]:
    """Return what public hosted zones have for a name."""
    wanted = name.rstrip(".").lower()
    return [
        value["Value"] if isinstance(value, dict) else value
        for _, _, backend in moto_backends("route53").iter_backends()
        for zone in backend.zones.values()
        if not zone.private_zone
        for each in zone.rrsets
        if each.type == kind and str(each.name).rstrip(".").lower() == wanted
        for value in each.records or ()
    ]


def _find_users(call: EmulatedCall, bundle: Any) -> list[str]:
    """Return the ARNs of what uses a certificate: listeners' load balancers, distributions."""
    balancers = moto_backend("elbv2", call.account_id, call.region).load_balancers.values()
    distributions = moto_backend("cloudfront", call.account_id).distributions.values()
    classic = moto_backend("elb", call.account_id, call.region).load_balancers.values()
    place = f"arn:{call.partition}:elasticloadbalancing:{call.region}:{call.account_id}"
    return [
        *(
            f"{place}:loadbalancer/{each.name}"
            for each in classic
            if any(listener.ssl_certificate_id == bundle.arn for listener in each.listeners)
        ),
        *(
            balancer.arn
            for balancer in balancers
            for listener in balancer.listeners.values()
            if bundle.arn in listener.certificates
        ),
        *(each.arn for each in distributions if _find_certificate(each) == bundle.arn),
    ]


def _find_certificate(distribution: Any) -> str:
    """Return the ARN of a distribution's certificate, which moto spells as CloudFront does."""
    certificate = getattr(distribution.distribution_config, "ViewerCertificate")  # noqa: B009
    return str(certificate.acm_certificate_arn)
