"""Access from outside as a row."""

import json
from datetime import UTC, datetime, timedelta

from ringwall.jobs.access.exposure_row import describe_exposure
from ringwall.reason.iam.organization.model import Organization
from ringwall.reason.iam.relation.archive import ArchiveRule
from ringwall.reason.iam.relation.external import Exposure, find_exposures

SITE = "arn:aws:s3:::site"
TODAY = datetime.now(UTC).date()


def find(organization: Organization, arn: str) -> Exposure:
    return next(iter(find_exposures(organization, [organization.resources[arn]])))


def test_row_is_json_and_says_who_what_and_how(organization: Organization) -> None:
    row = describe_exposure(organization, find(organization, SITE))
    assert json.loads(json.dumps(row)) == row
    assert (row["resource"], row["principal"], row["origin"]) == (SITE, "*", "public")
    assert (row["is_public"], row["actions"], row["levels"]) == (True, ["s3:GetObject"], ["Read"])
    assert row["in_organization"] is None
    assert row["archived_by"] == ""


def test_account_is_in_the_organization_or_not(organization: Organization) -> None:
    shared = describe_exposure(organization, find(organization, "arn:aws:s3:::shared"))
    assert shared["in_organization"] is True
    vendor = "arn:aws:iam::111111111111:role/vendor"
    assert describe_exposure(organization, find(organization, vendor))["in_organization"] is False


def test_first_rule_that_fits_today_archives_it(organization: Organization) -> None:
    exposure = find(organization, SITE)
    rules = (
        ArchiveRule("*", "*", "too late", expires=TODAY - timedelta(days=1)),
        ArchiveRule("arn:aws:s3:::other", "*", "another"),
        ArchiveRule(SITE, "*", "a website", ("s3:Get*",), TODAY + timedelta(days=1)),
        ArchiveRule("*", "*", "never reached"),
    )
    assert describe_exposure(organization, exposure, rules)["archived_by"] == "a website"
