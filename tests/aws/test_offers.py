"""Regions and services of partitions."""

import botocore.session
import pytest
from botocore.loaders import create_loader

from ringwall.aws.offers import ENDPOINTS, is_offered, list_regions
from ringwall.model.blueprint.language import Blueprint
from ringwall.plan.typed_settings import walk_settings


def test_a_partition_has_its_regions() -> None:
    assert list_regions("aws-cn") == ("cn-north-1", "cn-northwest-1")
    assert {"us-east-1", "eu-central-1"} <= set(list_regions("aws"))
    assert list_regions("aws-unheard-of") == ()


@pytest.mark.parametrize(
    ("service", "region", "is_there"),
    [
        ("guardduty", "eu-central-1", True), ("detective", "eu-central-1", True),
        ("detective", "mx-central-1", False), ("detective", "cn-north-1", False),
        ("macie2", "us-gov-west-1", False), ("organizations", "eu-central-1", True),
        ("organizations", "cn-north-1", True), ("account", "us-gov-west-1", True),
        ("of-tomorrow", "cn-north-1", True), ("cloudwatch", "cn-north-1", True),
    ],
)  # fmt: skip
def test_what_a_region_has(service: str, region: str, is_there: bool) -> None:  # noqa: FBT001
    assert is_offered(service, region) == is_there


@pytest.mark.parametrize("service", ENDPOINTS)
def test_endpoints_have_the_names_that_botocore_has_for_them(service: str) -> None:
    model = create_loader().load_service_model(service, "service-2")
    prefix = model["metadata"]["endpointPrefix"]
    assert ENDPOINTS[service] in (prefix, model["metadata"].get("signingName", prefix))


def test_services_of_the_language_are_botocores() -> None:
    known = set(botocore.session.Session().get_available_services())
    blueprint = Blueprint(blueprint="a", home_region="us-east-1")
    named = {
        service
        for setting in walk_settings(blueprint)
        for service in setting.extra.get("services", ())
    }
    assert len(named) > 10
    assert named <= known
