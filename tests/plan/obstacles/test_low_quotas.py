"""What is there and what is planned, together, against the quotas of an account."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ringwall.model.blueprint.wanted import Ref, RowKey
from ringwall.plan.obstacle import PlannedEstate
from ringwall.plan.obstacles.low_quotas import low_quotas, reads

PROD, HERE = "222222222222", ("222222222222", "eu-west-1")
QUOTAS = "servicequotas_service_quota"
Plan = Callable[..., PlannedEstate]


def quota(service: str, code: str, value: float | None, *, adjustable: bool = True) -> Any:
    return {
        "service_code": service,
        "quota_code": code,
        "value": value,
        "is_adjustable": adjustable,
    }


def rows(count: int, **columns: Any) -> tuple[Any, ...]:
    return tuple({"account_id": PROD, "region": "eu-west-1", **columns} for _ in range(count))


KEY = RowKey("management", "global", "organizations_account", "prod")
SUBNET = {"vpc_id": "vpc-1", "subnet_id": "subnet-1", "availability_zone_id": "euw1-az1"}
VPCS = quota("vpc", "L-F678F1CE", 6.0)


@pytest.mark.parametrize(("there", "is_low"), [(5, False), (6, True)])
def test_vpcs_that_are_there_count(plan: Plan, there: int, *, is_low: bool) -> None:
    planned = plan("", {"ec2_vpc": {HERE: rows(there)}, QUOTAS: {HERE: (VPCS,)}})
    found = [(each.kind, each.message) for each in low_quotas(planned)]
    assert found == (
        [
            (
                "error",
                (
                    "prod (222222222222) eu-west-1: the quota VPCs per Region (vpc L-F678F1CE) is "
                    "6; 6 are there, and the plan makes 1; ask for more, in that account: aws "
                    "service-quotas request-service-quota-increase --service-code vpc --quota-code "
                    "L-F678F1CE --desired-value 7 --region eu-west-1"
                ),
            )
        ]
        if is_low
        else []
    )


def test_without_its_own_value_the_default_is_assumed_and_said_so(plan: Plan) -> None:
    unread = {QUOTAS: {HERE: (quota("vpc", "L-F678F1CE", None),)}}
    for there in ({}, unread):
        planned = plan("", {"ec2_vpc": {HERE: rows(5)}, **there})
        (found,) = low_quotas(planned)
        assert found.kind == "note"
        assert "is assumed to be AWS's 5; 5 are there" in found.message
        assert found.keys == ("infrastructure", "network")


def test_what_aws_does_not_raise_is_not_asked_for(plan: Plan) -> None:
    fixed = quota("vpc", "L-F678F1CE", 1.0, adjustable=False)
    planned = plan("", {"ec2_vpc": {HERE: rows(1)}, QUOTAS: {HERE: (fixed,)}})
    (found,) = low_quotas(planned)
    assert found.message.endswith("want fewer, AWS does not raise it")


def test_rows_of_other_accounts_and_regions_do_not_count(plan: Plan) -> None:
    elsewhere = {(PROD, "us-east-1"): rows(9), ("333333333333", "eu-west-1"): rows(9)}
    planned = plan("", {"ec2_vpc": elsewhere, QUOTAS: {HERE: (VPCS,)}})
    assert list(low_quotas(planned)) == []


def test_an_account_that_is_not_there_yet_has_the_default(plan: Plan) -> None:
    planned = plan("    denied_ports: [{}]\n".format(", ".join(map(str, range(1, 19)))))
    accounts = [replace(each, id=Ref(KEY, "id")) for each in planned.landscape.accounts]
    landscape = replace(planned.landscape, accounts=tuple(accounts))
    found = [each.message for each in low_quotas(replace(planned, landscape=landscape))]
    assert found
    for message in found:
        assert message.startswith("prod (new) eu-west-1: the quota Rules per network ACL")
        assert "is assumed to be AWS's 20; 0 are there of ec2_network_acl/" in message


def test_rules_count_per_list_and_direction(plan: Plan) -> None:
    acl = quota("vpc", "L-2AEEBF1A", 20.0)
    there = rows(30, network_acl_id="acl-1", is_egress=False, rule_number=100)
    planned = plan("", {"ec2_network_acl_entry": {HERE: there}, QUOTAS: {HERE: (acl,)}})
    assert list(low_quotas(planned)) == []


def test_nat_gateways_count_per_zone_of_their_subnets(plan: Plan) -> None:
    there = {
        "ec2_nat_gateway": {
            HERE: (
                *rows(4, subnet_id="subnet-1", state="available"),
                *rows(9, subnet_id="subnet-1", state="deleted"),
            )
        },
        "ec2_subnet": {
            HERE: rows(1, vpc_id="vpc-1", subnet_id="subnet-1", availability_zone_id="euw1-az1")
        },
        QUOTAS: {HERE: (quota("vpc", "L-FE5A380F", 4.0),)},
    }
    (found,) = low_quotas(plan("    nat: zonal\n", there))
    assert "4 are there of euw1-az1, and the plan makes 1;" in found.message
    there["ec2_nat_gateway"] = {HERE: rows(4, subnet_id="subnet-9", state="available")}
    assert list(low_quotas(plan("    nat: zonal\n", there))) == []


def test_a_regional_gateway_is_in_no_zone(plan: Plan) -> None:
    there = {QUOTAS: {HERE: (quota("vpc", "L-FE5A380F", 0.0),)}}
    assert list(low_quotas(plan("    nat: regional\n", there))) == []


def test_accounts_count_in_the_whole_organization(plan: Plan) -> None:
    there = {(f"{number:012}", "global"): ({"id": "1"},) for number in range(9)}
    planned = plan("", {"organizations_account": there})
    made = [
        replace(planned.creations[0], key=KEY._replace(name=name), section="accounts", desired={})
        for name in ("prod", "dev")
    ]
    wanted = {each.key: planned.wanted[planned.creations[0].key] for each in made}
    (found,) = low_quotas(replace(planned, creations=tuple(made), wanted=wanted))
    assert "(organizations L-E619E033) is assumed to be AWS's 10; 9 are there, and" in found.message
    assert found.message.endswith("--desired-value 11 --region us-east-1")
    assert found.keys == ("accounts",)


def test_only_what_is_wanted_is_read() -> None:
    assert reads({"s3_account"}) == {}
    assert reads({"ec2_nat_gateway"}).keys() == {"ec2_nat_gateway", "ec2_subnet", QUOTAS}
    assert set(reads({"ec2_nat_gateway"})["ec2_subnet"]) == {"subnet_id", "availability_zone_id"}
