"""What a person does for certificates: what AWS waits for, and what AWS refused."""

from collections.abc import Iterator

from ringwall.catalog.certificate_keys import SECTION, PlacedCertificate, list_certificates
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.manual_step import Evidence, ManualStep, by_hand
from ringwall.model.table import Row

TABLE = "certificatemanager_certificate"
GUIDE = "https://docs.aws.amazon.com/acm/latest/userguide"
AGAIN = (
    "Delete it (aws acm delete-certificate --certificate-arn ARN) and apply again: another one is "
    "requested."
)
IF_IN_ZONE = (
    "PENDING_VALIDATION: wait for half an hour after the records were made in the hosted zone; "
    "then see that the domain's registrar names the servers of that zone."
)
IF_ELSEWHERE = (
    "PENDING_VALIDATION: make these CNAME records where the DNS of the domain is, and keep them: "
    "AWS renews by them. The first apply asks AWS for them; collect and plan again to read them "
    "here. AWS waits for 72 hours."
)
IF_FAILED = (
    "FAILED for CAA_ERROR: let a CAA record of the domain name amazon.com, or have none. For other "
    f"reasons see {GUIDE}/troubleshooting-failed.html. {AGAIN}"
)
IF_EXPIRED = (
    "EXPIRED or REVOKED: give a new certificate another name in data.certificates, and have what "
    "uses this one use that."
)
IF_UNSEEN = (
    "PENDING_VALIDATION: AWS does not find the records any more. Make them again where the DNS of "
    "the domain is, before the certificate expires."
)


@by_hand(SECTION)
def validate_certificates(landscape: Landscape) -> Iterator[ManualStep]:
    """Have each certificate issued, and renewed."""
    for each in list_certificates(landscape):
        yield _issue(landscape, each)
        yield _renew(landscape, each)


def _issue(landscape: Landscape, each: PlacedCertificate) -> ManualStep:
    zone = each.wanted.hosted_zone_id
    return ManualStep(
        name="certificatemanager.issue",
        account=each.account.name,
        section=SECTION,
        title=f"have the certificate {each.name} for {each.wanted.domain_name} in {each.region} "
        "issued",
        how=(
            IF_IN_ZONE if zone else IF_ELSEWHERE,
            IF_FAILED,
            f"VALIDATION_TIMED_OUT: the records were not seen in 72 hours. {AGAIN}",
            IF_EXPIRED,
        ),
        why="nothing can use a certificate before it is issued, and browsers refuse one that "
        "expired",
        source=f"{GUIDE}/dns-validation.html",
        evidence=Evidence(
            TABLE,
            {"status": "ISSUED"},
            each.region,
            _which(landscape, each),
            owned=_owned(landscape, each),
            tells=("status", "failure_reason", *(() if zone else ("validation_lines",))),
        ),
        if_there=bool(zone),
    )


def _renew(landscape: Landscape, each: PlacedCertificate) -> ManualStep:
    return ManualStep(
        name="certificatemanager.renew",
        account=each.account.name,
        section=SECTION,
        title=f"have the certificate {each.name} for {each.wanted.domain_name} in {each.region} "
        "renewed",
        how=(
            "PENDING_AUTO_RENEWAL: AWS renews it by itself; look again in a day.",
            IF_UNSEEN,
            "FAILED: correct what the reason says, such as CAA records; AWS tries again.",
        ),
        why="a certificate that is not renewed expires, and what uses it cannot be reached",
        source=f"{GUIDE}/dns-renewal-validation.html",
        evidence=Evidence(
            TABLE,
            {"renewal_is_pending": False},
            each.region,
            _which(landscape, each),
            owned=_owned(landscape, each),
            tells=("renewal_status", "renewal_status_reason", "not_after", "validation_lines"),
        ),
        if_there=True,
    )


def _adopted(landscape: Landscape, each: PlacedCertificate) -> str:
    """Return the ARN of what the blueprint has adopted as the certificate; '' for none."""
    rows = landscape.settings.adopt.rows
    return rows.get(str(each.key)) or rows.get(f"{TABLE}/{each.name}") or ""


def _which(landscape: Landscape, each: PlacedCertificate) -> Row:
    arn = _adopted(landscape, each)
    return {"arn": arn} if arn else {}


def _owned(landscape: Landscape, each: PlacedCertificate) -> str:
    return "" if _adopted(landscape, each) else each.name
