"""ACM: certificates of all kinds of keys, and from when on they are told of."""

from collections.abc import Callable
from typing import Any

from ringwall.catalog.certificatemanager.key_algorithms import ALGORITHMS
from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader

ARN = "arn:aws:acm:eu-west-1:111111111111:certificate/c1"
OPTION = {
    "DomainName": "a.io",
    "ValidationMethod": "DNS",
    "ResourceRecord": {"Name": "_x.a.io.", "Type": "CNAME", "Value": "_y.acm-validations.aws."},
}
DETAIL = {
    "DomainName": "a.io",
    "Status": "ISSUED",
    "KeyAlgorithm": "RSA-2048",
    "DomainValidationOptions": [OPTION],
    "RenewalSummary": {"RenewalStatus": "PENDING_VALIDATION"},
}
LISTED = {"CertificateSummaryList": [{"CertificateArn": ARN}]}


def test_a_certificate_shows_its_records_and_its_renewal(canned: Any, collect: Any) -> None:
    def list_all(Includes: Any) -> Any:  # noqa: N803 - AWS spells it so
        assert set(Includes["keyTypes"]) == set(ALGORITHMS)
        return LISTED

    answers = {
        "acm.list_certificates": list_all,
        "acm.describe_certificate": {"Certificate": DETAIL},
        "acm.list_tags_for_certificate": {},
    }
    rows, gaps = collect(canned(answers), "certificatemanager_certificate")
    assert gaps == []
    (row,) = rows["certificatemanager_certificate"]
    assert (row["key_algorithm"], row["validation_method"]) == ("RSA_2048", "DNS")
    assert row["validation_lines"] == ["_x.a.io. CNAME _y.acm-validations.aws."]
    assert (row["renewal_status"], row["renewal_is_pending"]) == ("PENDING_VALIDATION", True)
    assert (row["failure_reason"], row["in_use_by"], row["tags"]) == ("", [], {})


def test_one_that_may_not_be_read_is_there_all_the_same(canned: Any, collect: Any) -> None:
    answers = {
        "acm.list_certificates": LISTED,
        "acm.describe_certificate": AccessDenied("no", "AccessDeniedException"),
        "acm.list_tags_for_certificate": {"Tags": []},
    }
    rows, gaps = collect(canned(answers), "certificatemanager_certificate")
    assert [row["status"] for row in rows["certificatemanager_certificate"]] == [None]
    assert [gap.aspect for gap in gaps] == ["Certificate"]


def test_the_service_reads_a_region(live: Reader, aws: Callable[[str], Any], collect: Any) -> None:
    tags = [{"Key": "team", "Value": "web"}]
    arn = aws("acm").request_certificate(
        DomainName="a.io", ValidationMethod="DNS", KeyAlgorithm="EC_secp384r1", Tags=tags
    )["CertificateArn"]
    rows, gaps = collect(live, "certificatemanager_certificate", "certificatemanager_account")
    assert gaps == []
    (row,) = rows["certificatemanager_certificate"]
    assert (row["arn"], row["status"], row["key_algorithm"], row["tags"]) == (
        arn,
        "PENDING_VALIDATION",
        "EC_secp384r1",
        {"team": "web"},
    )
    assert [each["days_before_expiry"] for each in rows["certificatemanager_account"]] == [45]
