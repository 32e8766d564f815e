"""Certificates wait for their records, and are issued, refused or given up as AWS does."""

from datetime import timedelta
from typing import Any

import pytest

from ringwall.emulator.app import Emulator
from ringwall.emulator.behavior.settings import Behavior

SHOP = {"DomainName": "shop.example", "ValidationMethod": "DNS"}


@pytest.fixture
def acm(client: Any) -> Any:
    return client("acm")


def describe(acm: Any, arn: str) -> Any:
    return acm.describe_certificate(CertificateArn=arn)["Certificate"]


def request(acm: Any, **more: Any) -> str:
    return str(acm.request_certificate(**{**SHOP, **more})["CertificateArn"])


def put(client: Any, name: str, kind: str, value: str) -> None:
    route53 = client("route53")
    zones = route53.list_hosted_zones()["HostedZones"]
    if not zones:
        zones = [route53.create_hosted_zone(Name="shop.example", CallerReference="1")["HostedZone"]]
    changed = {"Name": name, "Type": kind, "TTL": 60, "ResourceRecords": [{"Value": value}]}
    batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": changed}]}
    route53.change_resource_record_sets(HostedZoneId=zones[0]["Id"], ChangeBatch=batch)


def validate(client: Any, acm: Any, arn: str) -> None:
    record = describe(acm, arn)["DomainValidationOptions"][0]["ResourceRecord"]
    put(client, record["Name"], "CNAME", record["Value"])


def test_a_request_waits_until_its_record_is_there(client: Any, acm: Any) -> None:
    arn = request(acm, SubjectAlternativeNames=["*.shop.example"], KeyAlgorithm="EC_prime256v1")
    found = describe(acm, arn)
    assert (found["Status"], found["KeyAlgorithm"]) == ("PENDING_VALIDATION", "EC_prime256v1")
    assert found["SubjectAlternativeNames"] == ["shop.example", "*.shop.example"]
    assert "NotAfter" not in found
    one, two = (each["ResourceRecord"] for each in found["DomainValidationOptions"])
    assert one == two
    validate(client, acm, arn)
    found = describe(acm, arn)
    assert found["Status"] == "ISSUED"
    assert found["NotAfter"] > found["NotBefore"]
    assert {each["ValidationStatus"] for each in found["DomainValidationOptions"]} == {"SUCCESS"}


def test_a_domain_has_one_record_in_an_account_and_each_its_own(client: Any, acm: Any) -> None:
    there = client("acm", region="eu-west-1")
    first, same, other = (
        describe(each, request(each, DomainName=name))["DomainValidationOptions"][0]
        for each, name in ((acm, "a.io"), (there, "a.io"), (acm, "b.io"))
    )
    assert first["ResourceRecord"] == same["ResourceRecord"]
    assert first["ResourceRecord"]["Value"] != other["ResourceRecord"]["Value"]


def test_other_authorities_are_a_failure(client: Any, acm: Any) -> None:
    put(client, "shop.example", "CAA", '0 issue "other.example"')
    found = describe(acm, request(acm, DomainName="www.shop.example"))
    assert (found["Status"], found["FailureReason"]) == ("FAILED", "CAA_ERROR")


def test_a_named_authority_is_none(client: Any, acm: Any) -> None:
    put(client, "shop.example", "CAA", '0 issue "amazon.com"')
    assert describe(acm, request(acm))["Status"] == "PENDING_VALIDATION"


def test_aws_gives_up_after_three_days(acm: Any, emulator: Emulator) -> None:
    arn = request(acm)
    clock = emulator.state.clock
    clock.move_to(clock.now() + timedelta(hours=73))
    assert describe(acm, arn)["Status"] == "VALIDATION_TIMED_OUT"


def test_records_and_issuing_take_their_time(client: Any, acm: Any, emulator: Emulator) -> None:
    emulator.state.behavior = Behavior(delay=1)
    arn = request(acm)
    assert "ResourceRecord" not in describe(acm, arn)["DomainValidationOptions"][0]
    describe(acm, arn)
    validate(client, acm, arn)
    seen = [describe(acm, arn)["Status"] for _ in range(4)]
    assert (seen[0], seen[-1]) == ("PENDING_VALIDATION", "ISSUED")


def test_the_same_token_is_the_same_request(acm: Any, emulator: Emulator) -> None:
    arn = request(acm, IdempotencyToken="t1")
    assert request(acm, IdempotencyToken="t1") == arn
    assert request(acm, IdempotencyToken="t2") != arn
    acm.delete_certificate(CertificateArn=arn)
    assert request(acm, IdempotencyToken="t1") != arn
    clock = emulator.state.clock
    later = request(acm, IdempotencyToken="t3")
    clock.move_to(clock.now() + timedelta(hours=2))
    assert request(acm, IdempotencyToken="t3") != later


def test_lists_have_short_rsa_keys_unless_others_are_asked_for(acm: Any) -> None:
    short, other = request(acm), request(acm, DomainName="b.io", KeyAlgorithm="EC_secp384r1")

    def list_arns(**asked: Any) -> list[str]:
        found = acm.list_certificates(**asked)["CertificateSummaryList"]
        return [each["CertificateArn"] for each in found]

    assert list_arns() == [short]
    assert list_arns(Includes={"keyTypes": ["EC_secp384r1"]}) == [other]
    assert list_arns(CertificateStatuses=["ISSUED"]) == []
    token = acm.list_certificates(MaxItems=1, Includes={"keyTypes": ["RSA_2048", "EC_secp384r1"]})
    assert len(token["CertificateSummaryList"]) == 1
    assert token["NextToken"]


def test_what_is_in_use_is_not_deleted(client: Any, acm: Any, refusal: Any) -> None:
    arn = request(acm)
    ec2, elb = client("ec2"), client("elbv2")
    subnets = [each["SubnetId"] for each in ec2.describe_subnets()["Subnets"]][:2]
    made = elb.create_load_balancer(Name="shop", Subnets=subnets)["LoadBalancers"][0]
    elb.create_listener(
        LoadBalancerArn=made["LoadBalancerArn"],
        Protocol="HTTPS",
        Port=443,
        Certificates=[{"CertificateArn": arn}],
        DefaultActions=[{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "200"}}],
    )
    assert describe(acm, arn)["InUseBy"] == [made["LoadBalancerArn"]]
    assert refusal(acm.delete_certificate, CertificateArn=arn)[0] == "ResourceInUseException"
    elb.delete_load_balancer(LoadBalancerArn=made["LoadBalancerArn"])
    acm.delete_certificate(CertificateArn=arn)
    assert refusal(acm.describe_certificate, CertificateArn=arn)[0] == "ResourceNotFoundException"


def test_a_distribution_uses_its_certificate(client: Any, acm: Any) -> None:
    arn = request(acm)
    origin = {
        "Id": "o",
        "DomainName": "a.s3.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
    }
    made = client("cloudfront").create_distribution(
        DistributionConfig={
            "CallerReference": "a",
            "Comment": "",
            "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [origin]},
            "DefaultCacheBehavior": {"TargetOriginId": "o", "ViewerProtocolPolicy": "https-only"},
            "ViewerCertificate": {"ACMCertificateArn": arn, "SSLSupportMethod": "sni-only"},
        }
    )
    assert describe(acm, arn)["InUseBy"] == [made["Distribution"]["ARN"]]


def test_the_days_before_expiry_are_kept(acm: Any) -> None:
    assert acm.get_account_configuration()["ExpiryEvents"] == {"DaysBeforeExpiry": 45}
    events = {"DaysBeforeExpiry": 30}
    acm.put_account_configuration(ExpiryEvents=events, IdempotencyToken="t1")
    assert acm.get_account_configuration()["ExpiryEvents"] == events
