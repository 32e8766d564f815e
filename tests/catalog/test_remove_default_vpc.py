"""The playbook that removes default VPCs: what it plans, and what becomes of them."""

from typing import Any

import pytest
from blueprint_world import BlueprintWorld

from ringwall.catalog.loader import load_playbooks
from ringwall.model.change import Plan
from ringwall.model.errors import NeedsHuman
from ringwall.model.finding import Finding

ACCOUNT = "123456789012"
BOOK = load_playbooks()["ec2.remove_default_vpc"]


def finding_of(vpc: str) -> Finding:
    return Finding(
        uid="u",
        rule="ec2.default_vpc_is_removed",
        title="",
        severity="low",
        layer="infrastructure",
        account_id=ACCOUNT,
        region="eu-west-1",
        resources=(f"arn:aws:ec2:eu-west-1:{ACCOUNT}:vpc/{vpc}",),
        reason="",
        first_seen=0,
        last_seen=0,
    )


@pytest.mark.parametrize(
    ("vpcs", "interfaces", "why"),
    [
        ([{"VpcId": "vpc-1", "IsDefault": False}], [], "not a default VPC any more"),
        (
            [{"VpcId": "vpc-1", "IsDefault": True}],
            [{"NetworkInterfaceId": "eni-1"}],
            "is in use: eni-1",
        ),
    ],
)
def test_what_is_in_use_is_left_to_a_person(
    canned: Any, vpcs: list[Any], interfaces: list[Any], why: str
) -> None:
    reader = canned(
        {
            "ec2.describe_vpcs": {"Vpcs": vpcs},
            "ec2.describe_network_interfaces": {"NetworkInterfaces": interfaces},
        }
    )
    with pytest.raises(NeedsHuman, match=why):
        list(BOOK.plan(finding_of("vpc-1"), reader))


def test_a_vpc_that_is_gone_needs_nothing(canned: Any) -> None:
    assert not list(BOOK.plan(finding_of("vpc-1"), canned({"ec2.describe_vpcs": {"Vpcs": []}})))


def test_a_default_vpc_goes_and_comes_back(organization_world: BlueprintWorld) -> None:
    ec2 = organization_world.client("ec2", "eu-west-1")

    def defaults() -> list[str]:
        return [vpc["VpcId"] for vpc in ec2.describe_vpcs()["Vpcs"] if vpc["IsDefault"]]

    (vpc,) = defaults()
    reader = organization_world.sessions.reader(ACCOUNT, "eu-west-1")
    changes = list(BOOK.plan(finding_of(vpc), reader))
    operations = [change.write.operation for change in changes]
    assert operations[-1] == "ec2.delete_vpc"
    assert set(operations[:-1]) <= {
        "ec2.delete_subnet",
        "ec2.detach_internet_gateway",
        "ec2.delete_internet_gateway",
    }
    report = organization_world.apply(Plan(tuple(changes)))
    assert {step.outcome for step in report.steps} == {"verified"}
    assert defaults() == []
    organization_world.undo(report.run.id)
    assert len(defaults()) == 1
