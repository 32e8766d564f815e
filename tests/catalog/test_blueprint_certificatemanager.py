"""Certificates of a blueprint: requested, validated by records, renewed, and never lost."""

import json
from dataclasses import replace
from typing import Any

import pytest
from blueprint_world import (
    BlueprintWorld,
    LossyJournal,
    tell_bad_steps,
    tell_differences,
    tell_skipped,
)
from wanted_data import WantedData

from ringwall.apply.run import execute, resume
from ringwall.emulator.published_events import publish
from ringwall.model.blueprint.wanted import Ref
from ringwall.model.run import RunOptions

SECTION = "data.certificates"
MANAGEMENT = "123456789012"
CERTIFICATE, RECORD = "certificatemanager_certificate", "route53_record_set"
ALONE = """
    blueprint: acme
    home_region: eu-west-1
    accounts: {email: "aws+{account}@acme.io", security: management, log_archive: management}
    data:
      certificates:
        renewal_alarms: %s
        requested: {%s}
"""
SHOP = "shop: {account: management, domain_name: shop.example, %s}"


def want_shop(*settings: str, alarms: str = "false") -> str:
    return ALONE % (alarms, SHOP % ", ".join(settings))


def make_zone(world: BlueprintWorld) -> str:
    made = world.client("route53").create_hosted_zone(Name="shop.example", CallerReference="1")
    return str(made["HostedZone"]["Id"]).rpartition("/")[2]


def read_records(world: BlueprintWorld, zone: str) -> dict[str, list[str]]:
    found = world.client("route53").list_resource_record_sets(HostedZoneId=zone)
    return {
        each["Name"]: [record["Value"] for record in each["ResourceRecords"]]
        for each in found["ResourceRecordSets"]
        if each["Type"] == "CNAME"
    }


def describe(world: BlueprintWorld) -> Any:
    acm = world.client("acm")
    (found,) = acm.list_certificates()["CertificateSummaryList"]
    return acm.describe_certificate(CertificateArn=found["CertificateArn"])["Certificate"]


def test_nothing_is_wanted_unless_it_is_named() -> None:
    assert WantedData().rows == WantedData("certificates: {}").rows


def test_a_certificate_is_where_the_blueprint_says() -> None:
    text = "account: shop, region: us-east-1, domain_name: a.io, key_algorithm: EC_prime256v1"
    wanted = WantedData(f"certificates: {{requested: {{site: {{{text}}}}}}}")
    row = wanted.find(CERTIFICATE, "site", "shop", "us-east-1")
    assert row.columns == {
        "domain_name": "a.io",
        "subject_alternative_names": ["a.io"],
        "key_algorithm": "EC_prime256v1",
        "validation_method": "DNS",
    }
    assert wanted.names(RECORD) == []


def test_records_are_in_the_account_that_has_the_zone() -> None:
    zone = "hosted_zone_id: Z1, hosted_zone_account: security"
    text = f"account: shop, domain_name: a.io, subject_alternative_names: ['*.a.io', b.io], {zone}"
    other = f"account: shop, region: us-east-1, domain_name: a.io, {zone}"
    wanted = WantedData(f"certificates: {{requested: {{one: {{{text}}}, two: {{{other}}}}}}}")
    assert wanted.names(RECORD) == ["security global one/a.io", "security global one/b.io"]
    row = wanted.find(RECORD, "one/b.io")
    one = wanted.find(CERTIFICATE, "one").key
    path = "[?[0]=='b.io'] | [0] | [1]"
    assert row.columns["name"] == Ref(one, "validation_records", path)
    assert row.expects == (("route53_hosted_zone", "id", "Z1"),)


def test_events_of_all_accounts_reach_one_topic_in_strict() -> None:
    wanted = WantedData(rest="level: strict\n")
    assert len(wanted.names("certificatemanager_account")) == 8
    bus = wanted.find("events_event_bus", "certificates", "security", "eu-west-1")
    (statement,) = bus.columns["policy"]["Statement"]
    assert statement["Condition"]["ArnLike"] == {
        "aws:PrincipalArn": ["arn:aws:iam::*:role/acme-certificate-events"]
    }
    target = wanted.find("events_target", "certificates", "shop", "us-east-1")
    assert target.columns["target_arn"] == Ref(bus.key, "arn")
    to_topic = wanted.find("events_target", "certificates-to-topic")
    assert to_topic.columns["target_arn"].key.name == "findings"


def test_a_unit_can_leave_the_events_out() -> None:
    without = "data: {certificates: {renewal_alarms: false}}"
    wanted = WantedData("certificates: {renewal_alarms: true}", overrides=without)
    places = {row.key.account for row in wanted.rows if row.key.name == "certificates"}
    assert places == {"management", "security", "log-archive"}


def test_a_certificate_is_validated_by_the_zone_and_undone(
    organization_world: BlueprintWorld,
) -> None:
    world = organization_world
    zone = make_zone(world)
    text = want_shop(f"hosted_zone_id: {zone}", "subject_alternative_names: ['*.shop.example']")
    plan = world.plan(text, SECTION)
    report = world.apply(plan)
    assert [step.outcome for step in report.steps] == ["verified"] * 2
    found = describe(world)
    assert (found["Status"], found["KeyAlgorithm"]) == ("ISSUED", "RSA_2048")
    record = found["DomainValidationOptions"][0]["ResourceRecord"]
    assert read_records(world, zone) == {record["Name"]: [record["Value"]]}
    assert tell_differences(world.plan(text, SECTION)) == []
    assert tell_bad_steps(world.undo(report.run.id)) == []
    assert world.client("acm").list_certificates()["CertificateSummaryList"] == []
    assert read_records(world, zone) == {}


def test_a_record_that_drifts_is_one_line(organization_world: BlueprintWorld) -> None:
    world = organization_world
    zone = make_zone(world)
    text = want_shop(f"hosted_zone_id: {zone}")
    world.build(text, SECTION)
    ((name, values),) = read_records(world, zone).items()
    changed = {"Name": name, "Type": "CNAME", "TTL": 60, "ResourceRecords": [{"Value": values[0]}]}
    world.client("route53").change_resource_record_sets(
        HostedZoneId=zone,
        ChangeBatch={"Changes": [{"Action": "UPSERT", "ResourceRecordSet": changed}]},
    )
    plan = world.plan(text, SECTION)
    assert [line.split(": ", 1)[1] for line in tell_differences(plan)] == ["ttl 60 -> 300"]
    assert [step.outcome for step in world.apply(plan).steps] == ["verified"]


def test_a_zone_that_is_not_there_is_said(organization_world: BlueprintWorld) -> None:
    plan = organization_world.plan(want_shop("hosted_zone_id: ZNONE"), SECTION)
    assert [change.write.operation for change in plan.changes] == ["acm.request_certificate"]
    (reason,) = tell_skipped(plan).values()
    assert reason == "the blueprint names ZNONE: account management has none in global"


def test_tags_are_added_and_the_rest_is_for_a_person(organization_world: BlueprintWorld) -> None:
    world = organization_world
    world.build(want_shop("tags: {team: web}"), SECTION)
    tagged = world.plan(want_shop("tags: {team: shop}"), SECTION)
    assert [change.write.operation for change in tagged.changes] == ["acm.add_tags_to_certificate"]
    assert [step.outcome for step in world.apply(tagged).steps] == ["verified"]
    arn = describe(world)["CertificateArn"]
    tags = world.client("acm").list_tags_for_certificate(CertificateArn=arn)["Tags"]
    assert {"Key": "team", "Value": "shop"} in tags
    other = world.plan(want_shop("key_algorithm: EC_secp384r1"), SECTION)
    assert other.changes == ()
    (reason,) = tell_skipped(other).values()
    assert reason.startswith("key_algorithm is RSA_2048, not EC_secp384r1: AWS cannot change it")


def test_a_certificate_in_use_stays(organization_world: BlueprintWorld) -> None:
    world = organization_world
    run = world.apply(world.plan(want_shop(), SECTION)).run.id
    make_listener(world, describe(world)["CertificateArn"])
    (step,) = world.undo(run).steps
    assert step.outcome == "refused"
    assert "something depends on it" in step.reason
    elb = world.client("elbv2")
    for balancer in elb.describe_load_balancers()["LoadBalancers"]:
        elb.delete_load_balancer(LoadBalancerArn=balancer["LoadBalancerArn"])
    assert tell_bad_steps(world.undo(run)) == []
    assert world.client("acm").list_certificates()["CertificateSummaryList"] == []


def make_listener(world: BlueprintWorld, arn: str) -> None:
    ec2, elb = world.client("ec2"), world.client("elbv2")
    subnets = [each["SubnetId"] for each in ec2.describe_subnets()["Subnets"]][:2]
    made = elb.create_load_balancer(Name="shop", Subnets=subnets)["LoadBalancers"][0]
    elb.create_listener(
        LoadBalancerArn=made["LoadBalancerArn"],
        Protocol="HTTPS",
        Port=443,
        Certificates=[{"CertificateArn": arn}],
        DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}],
    )


def test_a_request_whose_answer_was_lost_is_made_once(organization_world: BlueprintWorld) -> None:
    world = organization_world
    zone = make_zone(world)
    plan = world.plan(want_shop(f"hosted_zone_id: {zone}"), SECTION)
    environment = world.environment()
    options = RunOptions(keep_going=True, accept_irreversible=True)
    dying: Any = replace(environment, journal=LossyJournal(world.journal))
    with pytest.raises(KeyboardInterrupt):
        execute(plan.changes, dying, "test", kind="apply", options=options)
    (run,) = world.journal.runs()
    report = resume(run.id, environment, "test", options=options)
    assert [step.outcome for step in report.steps] == ["verified"] * 2
    assert describe(world)["Status"] == "ISSUED"


def test_an_event_of_an_account_reaches_the_topic(organization_world: BlueprintWorld) -> None:
    world = organization_world
    text = ALONE % ("true", "") + "    detection: {guardduty: {enabled: false}}\n"
    world.make_organization()
    world.build(text, SECTION, "detection.rules")
    queue = subscribe_queue(world, "acme-findings")
    detail = {"DaysToExpiry": 31, "CommonName": "shop.example"}
    kind = "ACM Certificate Approaching Expiration"
    state = world.emulator.state
    publish(state, MANAGEMENT, "eu-west-1", "aws.acm", kind, detail)
    world.client("sts").get_caller_identity()
    got = world.client("sqs").receive_message(QueueUrl=queue)["Messages"]
    event = json.loads(json.loads(got[0]["Body"])["Message"])
    assert (event["detail-type"], event["detail"]) == (kind, detail)


def subscribe_queue(world: BlueprintWorld, topic: str) -> str:
    sqs = world.client("sqs")
    place = f"eu-west-1:{MANAGEMENT}"
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": f"arn:aws:sqs:{place}:q",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    url = str(sqs.create_queue(QueueName="q", Attributes={"Policy": policy})["QueueUrl"])
    world.client("sns").subscribe(
        TopicArn=f"arn:aws:sns:{place}:{topic}", Protocol="sqs", Endpoint=allow["Resource"]
    )
    return url
