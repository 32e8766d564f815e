"""Certificates that are nowhere, of which nobody is told, or that AWS would refuse."""

from collections.abc import Callable

import pytest

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.certificate_places import certificate_places
from ringwall.plan.landscape import make_landscape

GOOD = "account: prod, domain_name: a.io"
TOO_LONG = (
    "has more than 64 characters: name a shorter domain, and this one among "
    "subject_alternative_names"
)
LONG = ".".join(["a" * 40] * 2)


@pytest.mark.parametrize(
    ("certificate", "said"),
    [
        (GOOD, []),
        (f"{GOOD}, hosted_zone_id: Z1, hosted_zone_account: prod", []),
        (f"{GOOD}, region: eu-south-1", ["one: eu-south-1 is not governed in the account prod"]),
        (
            f"{GOOD}, hosted_zone_account: dev",
            ["one: names no zone without hosted_zone_id"],
        ),
        (
            f"account: prod, domain_name: {LONG}",
            [
                f"one: {LONG} {TOO_LONG}",
            ],
        ),
    ],
)
def test_a_certificate_is_somewhere(
    acme: str, read: Callable[[str], BlueprintFile], certificate: str, said: list[str]
) -> None:
    text = f"{acme}data: {{certificates: {{requested: {{one: {{{certificate}}}}}}}}}\n"
    assert [remark.message for remark in certificate_places(make_landscape(read(text)))] == said


@pytest.mark.parametrize("setting", ["account", "hosted_zone_account"])
def test_an_account_that_is_not_there_is_refused(
    acme: str, refusals: Callable[[str | bytes], list[str]], setting: str
) -> None:
    where = "account: shop" if setting == "account" else f"account: prod, {setting}: shop"
    certificate = f"{{{where}, domain_name: a.io, hosted_zone_id: Z1}}"
    (said,) = refusals(f"{acme}data: {{certificates: {{requested: {{one: {certificate}}}}}}}\n")
    assert "the blueprint has no account shop" in said


def test_alarms_need_a_topic(acme: str, read: Callable[[str], BlueprintFile]) -> None:
    text = f"{acme}data: {{certificates: {{renewal_alarms: true}}}}\n"
    assert list(certificate_places(make_landscape(read(text)))) == []
    silent = f"{text}detection: {{rules: {{enabled: false}}}}\n"
    (remark,) = certificate_places(make_landscape(read(silent)))
    assert remark.kind == "note"
    assert remark.message.startswith("renewal_alarms: nobody is told without detection.rules")
