from datetime import UTC, datetime
from typing import Any

import botocore.session
import pytest

from ringwall.emulator.security.finding_filters import match_filters, path_of

NOW = datetime(2026, 1, 31, tzinfo=UTC)
FINDING: dict[str, Any] = {
    "Title": "Port is open",
    "Types": ["TTPs/Discovery", "Effects/Data Exposure"],
    "Severity": {"Label": "LOW", "Normalized": 1},
    "UpdatedAt": "2026-01-30T00:00:00Z",
    "Resources": [{"Type": "AwsS3Bucket", "Tags": {"env": "prod"}}],
    "ProductFields": {"aws/rule": "s3-open"},
}


def test_every_filter_leads_to_a_member_of_a_finding() -> None:
    model = botocore.session.get_session().get_service_model("securityhub")
    filters: Any = model.shape_for("AwsSecurityFindingFilters")
    finding: Any = model.shape_for("AwsSecurityFinding")
    # Findings of AWS have these, but the model does not name them.
    unnamed = {"ResourceOwnerAccountId", "ResourceOwnerOrgId", "ResourceProvider"}
    missing = []
    for name in filters.members:
        shape = finding
        for part in path_of(name).split("."):
            while shape.type_name == "list":
                shape = shape.member
            members = getattr(shape, "members", {})
            if part not in members:
                missing.append(name)
                break
            shape = members[part]
    assert set(missing) - unnamed == {"Keyword"}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, True),
        ({"Title": []}, True),
        ({"Type": [{"Value": "TTPs", "Comparison": "PREFIX"}]}, True),
        ({"Type": [{"Value": "TTPs/Discovery", "Comparison": "NOT_EQUALS"}]}, False),
        ({"Title": [{"Value": "open", "Comparison": "CONTAINS_WORD"}]}, True),
        ({"Title": [{"Value": "ope", "Comparison": "CONTAINS_WORD"}]}, False),
        ({"Title": [{"Value": "open", "Comparison": "NOT_CONTAINS"}]}, False),
        ({"SeverityNormalized": [{"Eq": 1.0}, {"Eq": 5.0}]}, True),
        ({"UpdatedAt": [{"DateRange": {"Value": 7, "Unit": "DAYS"}}]}, True),
        ({"UpdatedAt": [{"DateRange": {"Value": 1, "Comparison": "OLDER_THAN"}}]}, False),
        ({"UpdatedAt": [{"Start": "not a date"}]}, True),
        ({"ProductFields": [{"Key": "aws/rule", "Value": "s3", "Comparison": "CONTAINS"}]}, True),
        ({"ResourceTags": [{"Key": "env", "Value": "x", "Comparison": "NOT_EQUALS"}]}, True),
        ({"NetworkSourceIpV4": [{"Cidr": "not a network"}]}, False),
        ({"Keyword": [{"Value": "EXPOSURE"}]}, True),
    ],
)
def test_filters(filters: Any, *, expected: bool) -> None:
    assert match_filters(filters, FINDING, NOW) is expected
