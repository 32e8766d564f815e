"""Rows of networks, vaults and documents as CloudFormation has them."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted
from ringwall.model.table import Row

Want = Callable[..., Wanted]
Export = Callable[[Iterable[Wanted]], Any]
HERE = "prod eu-central-1"


def export_one(row: Wanted, export: Export) -> Row:
    (one,) = export([row]).found.resources
    return dict(one.properties)


@pytest.mark.parametrize(
    ("protocol", "written"),
    [
        ("tcp", {"Protocol": 6, "PortRange": {"From": 22, "To": 23}}),
        ("udp", {"Protocol": 17, "PortRange": {"From": 22, "To": 23}}),
        ("-1", {"Protocol": -1}),
        ("47", {"Protocol": 47}),
    ],
)
def test_an_entry_has_the_number_of_its_protocol(
    want: Want, export: Export, protocol: str, written: Row
) -> None:
    columns = {
        "network_acl_id": "acl-1",
        "rule_number": 100,
        "is_egress": False,
        "rule_action": "deny",
        "protocol": protocol,
        "from_port": 22,
        "to_port": 23,
        "cidr_block": "0.0.0.0/0",
    }
    plain = {
        "NetworkAclId": "acl-1",
        "RuleNumber": 100,
        "Egress": False,
        "RuleAction": "deny",
        "CidrBlock": "0.0.0.0/0",
    }
    row = want(f"{HERE} ec2_network_acl_entry/e", columns)
    assert export_one(row, export) == plain | written


@pytest.mark.parametrize(
    ("direction", "peer", "property_"),
    [
        ("ingress", "10.0.0.0/8", "CidrIp"),
        ("ingress", "fd00::/8", "CidrIpv6"),
        ("ingress", "pl-1", "SourcePrefixListId"),
        ("egress", "sg-1", "DestinationSecurityGroupId"),
    ],
)
def test_a_rule_has_its_peer_where_such_peers_are(
    want: Want, export: Export, direction: str, peer: str, property_: str
) -> None:
    columns = {
        "group_id": "sg-0",
        "ip_protocol": "tcp",
        "from_port": 443,
        "to_port": 443,
        "peer": peer,
        "description": "HTTPS",
    }
    row = want(f"{HERE} ec2_security_group_{direction}/r", columns)
    assert export_one(row, export) == {
        "GroupId": "sg-0",
        "IpProtocol": "tcp",
        "FromPort": 443,
        "ToPort": 443,
        property_: peer,
        "Description": "HTTPS",
    }


def test_a_rule_for_a_group_that_is_not_there_yet_refers_to_it(want: Want, export: Export) -> None:
    ref = Ref(RowKey("prod", "eu-central-1", "ec2_security_group", "g"), "group_id")
    columns = {"group_id": ref, "ip_protocol": "-1", "from_port": 0, "to_port": 65535, "peer": ref}
    row = want(f"{HERE} ec2_security_group_ingress/r", columns, given={"peer_kind": "group"})
    assert export_one(row, export) == {
        "GroupId": ref,
        "IpProtocol": "-1",
        "SourceSecurityGroupId": ref,
    }


def test_a_group_that_lets_nothing_out_has_a_rule_to_nowhere(want: Want, export: Export) -> None:
    columns = {"group_name": "g", "group_description": "G", "vpc_id": "vpc-1", "ip_permissions": []}
    row = want(f"{HERE} ec2_security_group/g", {**columns, "ip_permissions_egress": []})
    (rule,) = export_one(row, export)["SecurityGroupEgress"]
    assert (rule["IpProtocol"], rule["CidrIp"]) == ("-1", "127.0.0.1/32")
    other = want(f"{HERE} ec2_security_group/g", columns)
    assert "SecurityGroupEgress" not in export_one(other, export)


def test_a_route_of_a_transit_gateway_without_a_way_drops(want: Want, export: Export) -> None:
    columns = {
        "transit_gateway_route_table_id": "tgw-rtb-1",
        "destination_cidr_block": "10.0.0.0/8",
    }
    plain = {"TransitGatewayRouteTableId": "tgw-rtb-1", "DestinationCidrBlock": "10.0.0.0/8"}
    for attachment, way in (
        ("", {"Blackhole": True}),
        ("tgw-attach-1", {"TransitGatewayAttachmentId": "tgw-attach-1"}),
    ):
        row = want(
            f"{HERE} ec2_transit_gateway_route/r",
            {**columns, "transit_gateway_attachment_id": attachment},
        )
        assert export_one(row, export) == plain | way


def test_an_endpoint_has_its_subnets(want: Want, export: Export) -> None:
    endpoint = want(f"{HERE} ec2_vpc_endpoint/ssm", {"vpc_id": "vpc-1"})
    parts = [
        want(
            f"{HERE} ec2_vpc_endpoint_subnet/{each}",
            {"vpc_endpoint_id": Ref(endpoint.key, "vpc_endpoint_id"), "subnet_id": each},
        )
        for each in ("subnet-1", "subnet-2")
    ]
    (one,) = export([endpoint, *parts]).found.resources
    assert one.properties["SubnetIds"] == ["subnet-1", "subnet-2"]


def test_the_protections_of_a_firewall_are_its_properties(want: Want, export: Export) -> None:
    firewall = want(
        f"{HERE} networkfirewall_firewall/main",
        {"firewall_name": "main", "firewall_policy_arn": "arn:aws:network-firewall:::p"},
    )
    protection = want(
        f"{HERE} networkfirewall_firewall_protection/main",
        {
            "firewall_arn": Ref(firewall.key, "arn"),
            "delete_protection": True,
            "subnet_change_protection": False,
        },
    )
    (one,) = export([firewall, protection]).found.resources
    assert one.properties["DeleteProtection"] is True
    assert one.properties["SubnetChangeProtection"] is False


@pytest.mark.parametrize(
    ("mode", "lock"),
    [
        ("", None),
        ("GOVERNANCE", {"MinRetentionDays": 7}),
        ("COMPLIANCE", {"MinRetentionDays": 7, "ChangeableForDays": 3}),
    ],
)
def test_a_vault_that_is_locked_for_ever_says_from_when_on(
    want: Want, export: Export, mode: str, lock: Row | None
) -> None:
    columns = {"backup_vault_name": "v", "lock_mode": mode, "min_retention_days": 7}
    row = want(f"{HERE} backup_backup_vault/v", columns, given={"changeable_for_days": 3})
    assert export_one(row, export).get("LockConfiguration") == lock


def test_a_rule_of_a_plan_has_no_days_that_mean_for_ever(want: Want, export: Export) -> None:
    rule = {
        "RuleName": "daily",
        "TargetBackupVaultName": "v",
        "Lifecycle": {"DeleteAfterDays": 35, "MoveToColdStorageAfterDays": 0},
        "CopyActions": [{"DestinationBackupVaultArn": "a", "Lifecycle": {"DeleteAfterDays": 0}}],
    }
    columns = {"backup_plan_name": "p", "rules": [rule]}
    row = want(f"{HERE} backup_backup_plan/p", columns)
    assert export_one(row, export)["BackupPlan"]["BackupPlanRule"] == [
        {
            "RuleName": "daily",
            "TargetBackupVault": "v",
            "Lifecycle": {"DeleteAfterDays": 35},
            "CopyActions": [{"DestinationBackupVaultArn": "a"}],
        }
    ]


def test_what_a_type_lacks_is_named_with_what_to_do(want: Want, export: Export) -> None:
    columns = {"status": "ENABLED", "publish_policy_findings": True}
    (loss,) = export([want(f"{HERE} macie_session/session", columns)]).found.losses
    assert loss.column == "publish_policy_findings"
    assert "put-findings-publication-configuration" in loss.reason


def test_a_document_is_its_newest_version(want: Want, export: Export) -> None:
    content = {"schemaVersion": "0.3"}
    given = {"document_content": content, "version_name": "v1"}
    columns = {"name": "block", "document_type": "Automation"}
    document = want(f"{HERE} ssm_document/block", columns, given=given)
    named = {"name": Ref(document.key, "name")}
    version = want(
        f"{HERE} ssm_document_version/block",
        {**named, "version_name": "v1"},
        given={"document_content": content},
    )
    default = want(
        f"{HERE} ssm_document_default_version/block",
        {**named, "default_version": Ref(version.key, "document_version")},
    )
    found = export([document, version, default]).found
    (one,) = found.resources
    assert one.properties["Content"] == content
    assert one.properties["UpdateMethod"] == "NewVersion"
    assert found.losses == ()
