"""What is known of rows before any of them is there."""

from collections.abc import Callable

import pytest

from ringwall.model.blueprint.landscape import Landscape, account_key
from ringwall.model.blueprint.wanted import OWNER_TAG, Join, Ref, Wanted
from ringwall.plan.export.known_values import KnownValues
from ringwall.plan.export.rows import ExportCatalog

Want = Callable[..., Wanted]
PROD = Ref(account_key("management", "prod"), "id")
BUCKET = "prod eu-central-1 s3_bucket/logs"


@pytest.fixture
def bucket(want: Want) -> Wanted:
    """Return a bucket whose name has the id of its account."""
    return want(BUCKET, {"name": Join(("logs-", PROD))})


def know(landscape: Landscape, catalog: ExportCatalog, *rows: Wanted) -> KnownValues:
    return KnownValues(landscape, rows, catalog.exports, catalog.catalog.lifecycles)


def test_a_name_is_known_and_the_id_in_it_is_not(
    landscape: Landscape, catalog: ExportCatalog, bucket: Wanted
) -> None:
    known = know(landscape, catalog, bucket)
    assert known.settle(Ref(bucket.key, "name"), bucket.key) == Join(("logs-", PROD))
    assert known.account_of(PROD) == "prod"
    assert known.account_of(Ref(bucket.key, "name")) == ""


def test_an_arn_is_made_of_names_for_other_places_alone(
    landscape: Landscape, catalog: ExportCatalog, bucket: Wanted
) -> None:
    known = know(landscape, catalog, bucket)
    arn = Ref(bucket.key, "arn")
    elsewhere = bucket.key._replace(account="dev")
    assert known.settle(arn, elsewhere) == Join(("arn:aws:s3:::logs-", PROD))
    assert known.settle(arn, bucket.key) == arn


def test_a_value_that_cloudformation_has_otherwise_is_made_of_names_beside_it_too(
    landscape: Landscape, catalog: ExportCatalog, want: Want
) -> None:
    group = want("prod eu-central-1 logs_log_group/trail", {"log_group_name": "trail"})
    found = know(landscape, catalog, group).settle(Ref(group.key, "arn"), group.key)
    assert found == Join(("arn:aws:logs:eu-central-1:", PROD, ":log-group:trail"))


def test_a_role_linked_to_a_service_is_named_by_aws(
    known_landscape: Landscape, catalog: ExportCatalog, want: Want
) -> None:
    role = want(
        "dev global iam_service_linked_role/x", {"aws_service_name": "config.amazonaws.com"}
    )
    strange = want("dev global iam_service_linked_role/y", {"aws_service_name": "x.amazonaws.com"})
    known = know(known_landscape, catalog, role, strange)
    place = role.key._replace(region="us-east-1")
    path = "aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
    assert known.settle(Ref(role.key, "arn"), place) == f"arn:aws:iam::555555555555:role/{path}"
    assert known.settle(Ref(strange.key, "arn"), place) == Ref(strange.key, "arn")


def test_the_owners_tag_is_among_the_names(
    landscape: Landscape, catalog: ExportCatalog, bucket: Wanted
) -> None:
    known = know(landscape, catalog, bucket)
    names = known.name(bucket)
    assert names["tags"] == {OWNER_TAG: "acme/logs"}
    assert names["found"]["arn"] == Ref(bucket.key, "arn")
    assert known.fill("{name}", names) == Join(("logs-", PROD))
    assert known.fill("{policy}", names) is None


def test_what_has_no_region_is_made_at_home(landscape: Landscape, catalog: ExportCatalog) -> None:
    key = account_key("management", "prod")
    assert know(landscape, catalog).region_of(key) == "eu-central-1"
    assert know(landscape, catalog).region_of(key._replace(region="us-east-1")) == "us-east-1"


def test_an_account_that_is_not_there_is_made_first(
    landscape: Landscape, known_landscape: Landscape, catalog: ExportCatalog, want: Want
) -> None:
    account = want("management global organizations_account/prod", {"account_name": "prod"})
    key = account.key._replace(account="prod", table="kms_key")
    assert know(landscape, catalog, account).find_account(key) == account.key
    assert know(landscape, catalog).find_account(key) is None
    assert know(known_landscape, catalog, account).find_account(key) is None
