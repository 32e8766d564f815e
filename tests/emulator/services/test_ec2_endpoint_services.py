"""Services that have endpoints, by filters and by their names."""

from typing import Any


def test_services_are_found_by_a_filter_and_one_that_is_not_there_is_none(client: Any) -> None:
    ec2 = client("ec2")
    names = [f"com.amazonaws.us-east-1.{name}" for name in ("ssm", "s3", "nosuchthing")]
    found = ec2.describe_vpc_endpoint_services(Filters=[{"Name": "service-name", "Values": names}])[
        "ServiceDetails"
    ]
    types = sorted((each["ServiceName"], each["ServiceType"][0]["ServiceType"]) for each in found)
    assert types == [(names[1], "Gateway"), (names[1], "Interface"), (names[0], "Interface")]


def test_by_its_name_a_service_has_to_be_there(client: Any, refusal: Any) -> None:
    named = {"ServiceNames": ["com.amazonaws.us-east-1.nosuchthing"]}
    assert refusal(client("ec2").describe_vpc_endpoint_services, **named)[0] == "InvalidServiceName"
