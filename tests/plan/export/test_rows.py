"""Wanted rows become resources, or parts of them, or are named with the reason."""

from collections.abc import Callable, Iterable
from typing import Any

from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted
from ringwall.plan.export.resource import ExportedKey
from ringwall.plan.export.rows import ExportCatalog, export_rows

Want = Callable[..., Wanted]
Export = Callable[[Iterable[Wanted]], Any]
DETECTOR = RowKey("prod", "eu-central-1", "guardduty_detector", "detector")
TOPIC = RowKey("prod", "eu-central-1", "sns_topic", "alarms")


def feature(want: Want, name: str) -> Wanted:
    given = {"detector_id": Ref(DETECTOR, "detector_id")}
    columns = {
        "name": name,
        "status": "ENABLED",
        "enabled_configurations": ["EKS_ADDON_MANAGEMENT"],
    }
    return want(f"prod eu-central-1 guardduty_detector_feature/{name}", columns, given=given)


def test_a_feature_is_a_part_of_its_detector(want: Want, export: Export) -> None:
    detector = want("prod eu-central-1 guardduty_detector/detector", {"status": "ENABLED"})
    (one,) = export([detector, feature(want, "RUNTIME_MONITORING")]).found.resources
    part = {"Name": "EKS_ADDON_MANAGEMENT", "Status": "ENABLED"}
    assert one.properties["Enable"] is True
    assert one.properties["Features"] == [
        {"Name": "RUNTIME_MONITORING", "Status": "ENABLED", "AdditionalConfiguration": [part]}
    ]


def test_a_part_of_what_is_not_exported_is_lost(want: Want, export: Export) -> None:
    found = export([feature(want, "S3_DATA_EVENTS")]).found
    assert found.resources == ()
    assert [loss.reason for loss in found.losses] == [
        "it is a part of a row of guardduty_detector that is not exported"
    ]


def test_a_rule_of_dns_firewall_names_what_it_answers_where_it_blocks(
    want: Want, export: Export
) -> None:
    place = "prod eu-central-1 route53resolver"
    group = want(f"{place}_firewall_rule_group/dns", {"name": "dns"})
    lists = want(f"{place}_managed_domain_list/bad", {"name": "bad"}, by_hand="it is not there")
    rules = [
        want(
            f"{place}_firewall_rule/{action}",
            {
                "firewall_rule_group_id": Ref(group.key, "id"),
                "firewall_domain_list_id": Ref(lists.key, "id"),
                "name": action,
                "priority": priority,
                "action": action,
                "block_response": response,
            },
        )
        for priority, (action, response) in enumerate({"ALERT": "", "BLOCK": "NXDOMAIN"}.items())
    ]
    found = export([group, lists, *rules]).found
    (one,) = found.resources
    alert = {"FirewallDomainListId": Ref(lists.key, "id"), "Priority": 0, "Action": "ALERT"}
    block = {**alert, "Priority": 1, "Action": "BLOCK", "BlockResponse": "NXDOMAIN"}
    assert one.properties["FirewallRules"] == [alert, block]
    assert [loss.reason[:11] for loss in found.losses] == ["AWS keeps i"]


def test_a_policy_is_a_resource_of_its_own(want: Want, export: Export) -> None:
    policy = {"Version": "2012-10-17", "Statement": []}
    topic = want(
        "prod eu-central-1 sns_topic/alarms", {"policy": policy}, given={"topic_name": "alarms"}
    )
    first, second = export([topic]).found.resources
    assert (first.key, second.key) == (ExportedKey(TOPIC), ExportedKey(TOPIC, 1))
    assert second.properties == {"TopicArn": Ref(TOPIC, "arn"), "PolicyDocument": policy}
    assert second.needs == (TOPIC,)


def test_a_secret_has_its_policy_beside_it_and_its_rotation_comes_later(
    want: Want, export: Export
) -> None:
    policy = {"Version": "2012-10-17", "Statement": []}
    secret = want(
        "prod eu-central-1 secretsmanager_secret/s", {"name": "s", "resource_policy": policy}
    )
    rotation = want(
        "prod eu-central-1 secretsmanager_rotation/s", {"name": "s"}, by_hand="it is empty"
    )
    found = export([secret, rotation]).found
    first, second = found.resources
    assert "SecretString" not in first.properties
    assert second.properties == {
        "SecretId": Ref(secret.key, "arn"),
        "ResourcePolicy": policy,
        "BlockPublicPolicy": True,
    }
    assert [loss.reason for loss in found.losses] == ["by hand: it is empty"]


def test_an_account_comes_before_what_is_in_it(want: Want, export: Export) -> None:
    columns = {"account_name": "prod", "email": "aws+prod@acme.io"}
    account = want("management global organizations_account/prod", columns)
    key = want("prod us-east-1 kms_key/k", {"description": "k"})
    first, second = export([key, account]).found.resources
    assert (first.key.row, second.needs) == (account.key, (account.key,))


def test_rows_of_one_resource_are_put_together(want: Want, export: Export) -> None:
    rows = [
        want(
            f"security eu-central-1 securitylake_aws_log_source/{account}",
            {"source_name": "ROUTE53", "source_version": "2.0", "source_account_id": account},
        )
        for account in ("111111111111", "222222222222")
    ]
    (one,) = export(rows).found.resources
    assert one.properties["Accounts"] == ["111111111111", "222222222222"]


def test_what_comes_first_is_seen_through_rows_that_are_no_resources(
    want: Want, export: Export
) -> None:
    key = want("prod eu-central-1 kms_key/k", {"description": "k"})
    between = want("prod eu-central-1 inspectorv2_account/a", {}, needs=(key.key,))
    alias = want(
        "prod eu-central-1 kms_alias/a",
        {"alias_name": "alias/a", "target_key_id": "x"},
        needs=(between.key,),
    )
    found = export([alias, between, key]).found
    assert [one.key.row for one in found.resources] == [key.key, alias.key]
    assert found.resources[1].needs == found.resources[1].later == (key.key,)
    assert found.resources[1].waits == (between.key,)
    assert [loss.reason for loss in found.losses] == ["CloudFormation has no type for it"]


def test_rows_that_nobody_has_to_make_are_named(want: Want, export: Export) -> None:
    rows = [
        want("prod eu-central-1 kms_key/a", {}, by_hand="make it"),
        want("prod eu-central-1 kms_key/b", {}, satisfied_by="encrypt"),
        want("prod eu-central-1 ec2_flow_log/c", {}),
    ]
    found = export(rows).found
    assert found.resources == ()
    assert {loss.row.name: loss.reason for loss in found.losses} == {
        "a": "by hand: make it",
        "b": "the policy encrypt makes it so",
        "c": "AWS::EC2::FlowLog requires ResourceId, which the row does not say",
    }


def test_a_part_that_comes_later_than_its_resource_closes_no_circle(
    want: Want, export: Export
) -> None:
    columns = {"name": "r", "event_bus_name": "default", "event_pattern": {"source": ["aws.s3"]}}
    rule = want("prod us-east-1 events_rule/r", columns)
    topic = want(
        "prod us-east-1 sns_topic/t",
        {"policy": {"Arn": Ref(rule.key, "arn")}},
        given={"topic_name": "t"},
    )
    target = want(
        "prod us-east-1 events_target/t",
        {"target_id": "t", "target_arn": "x"},
        given={"rule": "r", "event_bus_name": "default"},
        needs=(topic.key,),
    )
    found = export([rule, topic, target]).found.resources
    assert [one.key.row for one in found] == [rule.key, topic.key, topic.key]
    assert found[0].properties["Targets"] == [{"Id": "t", "Arn": "x"}]
    assert (found[0].needs, found[1].needs) == ((), (rule.key,))


def test_a_channel_and_its_recorder_stand_beside_one_another(want: Want, export: Export) -> None:
    recorder = want("prod eu-central-1 config_configuration_recorder/r", {"role_arn": "x"})
    channel = want(
        "prod eu-central-1 config_delivery_channel/c",
        {"s3_bucket_name": "b"},
        needs=(recorder.key,),
    )
    found = {one.key.row: one for one in export([channel, recorder]).found.resources}
    assert found[channel.key].beside == (recorder.key,)
    assert found[channel.key].needs == ()


def test_a_type_that_is_not_known_is_named(
    want: Want, catalog: ExportCatalog, landscape: Any
) -> None:
    few = ExportCatalog(catalog.catalog, catalog.exports, {})
    rows = [want("prod eu-central-1 kms_key/a", {})]
    (loss,) = export_rows(landscape, rows, rows, few).losses
    assert "is not among the types" in loss.reason
    assert few.type_of("kms_key") == "AWS::KMS::Key"


def test_every_row_is_exported_or_named(every_row: list[Wanted], export: Export) -> None:
    small = export(every_row)
    made = {one.key.row for one in small.found.resources}
    lost = {loss.row for loss in small.found.losses if not loss.column}
    parts = {
        row.key
        for row in every_row
        if row.key not in made | lost and small.catalog.export_of(row.key.table).part_of
    }
    assert made | lost | parts == {row.key for row in every_row}
    assert not made & lost
    assert [loss for loss in small.found.losses if loss.column] == []
