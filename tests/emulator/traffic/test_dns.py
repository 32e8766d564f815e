"""DNS queries of instances: answers, DNS Firewall, and query logs as Resolver writes them."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from log_targets import make_log_bucket

from ringwall.emulator.traffic.script import BadTraffic, DnsAnswer, DnsQuery

AT = datetime(2026, 3, 2, 10, 0, 5, tzinfo=UTC)
ADDRESS = (DnsAnswer("192.0.2.1"),)


@pytest.fixture
def logged(net: Any, client: Any) -> Any:
    """Return a function that asks from an instance whose queries are logged to a bucket."""
    net.run("app", net.group("app"))
    make_log_bucket(client("s3"), "dns", "delivery.logs")
    resolver = client("route53resolver")
    config = resolver.create_resolver_query_log_config(
        Name="all", DestinationArn="arn:aws:s3:::dns/logs", CreatorRequestId="1"
    )["ResolverQueryLogConfig"]["Id"]
    resolver.associate_resolver_query_log_config(
        ResolverQueryLogConfigId=config, ResourceId=net.vpc
    )

    def ask(name: str, *answers: DnsAnswer, **more: Any) -> Any:
        start = more.pop("start", AT)
        query = DnsQuery(net.enis["app"], name, start, answers=answers, **more)
        (result,) = net.app.send_traffic([query])
        return result

    return ask


def read(client: Any) -> list[dict[str, Any]]:
    s3 = client("s3")
    return [
        json.loads(line)
        for each in s3.list_objects_v2(Bucket="dns").get("Contents", ())
        for line in gzip.decompress(
            s3.get_object(Bucket="dns", Key=each["Key"])["Body"].read()
        ).splitlines()
    ]


class DnsFirewall:
    """Makes rules for a VPC."""

    def __init__(self, client: Any, vpc: str) -> None:
        self.resolver = client("route53resolver")
        group = self.resolver.create_firewall_rule_group(CreatorRequestId="g", Name="main")
        self.group = group["FirewallRuleGroup"]["Id"]
        self.resolver.associate_firewall_rule_group(
            CreatorRequestId="a", FirewallRuleGroupId=self.group, VpcId=vpc, Priority=101, Name="a"
        )

    def rule(self, action: str, *domains: str, priority: int = 1, **more: Any) -> str:
        made = self.resolver.create_firewall_domain_list(
            CreatorRequestId=f"l{priority}", Name=f"list-{priority}"
        )["FirewallDomainList"]["Id"]
        self.resolver.update_firewall_domains(
            FirewallDomainListId=made, Operation="ADD", Domains=list(domains)
        )
        self.resolver.create_firewall_rule(
            CreatorRequestId=f"r{priority}", FirewallRuleGroupId=self.group,
            FirewallDomainListId=made, Priority=priority, Action=action,
            Name=f"r{priority}", **more,
        )  # fmt: skip
        return str(made)


@pytest.fixture
def firewall(net: Any, client: Any) -> DnsFirewall:
    return DnsFirewall(client, net.vpc)


def test_query_is_logged_as_resolver_does(logged: Any, net: Any, client: Any) -> None:
    result = logged("www.example.com", *ADDRESS, source_port=5353)
    assert (result.outcome, result.rcode, result.answers) == ("answered", "NOERROR", ADDRESS)
    (found,) = client("ec2").describe_instances()["Reservations"]
    assert read(client) == [
        {
            "version": "1.100000",
            "account_id": "123456789012",
            "region": "us-east-1",
            "vpc_id": net.vpc,
            "query_timestamp": "2026-03-02T10:00:05Z",
            "query_name": "www.example.com.",
            "query_type": "A",
            "query_class": "IN",
            "rcode": "NOERROR",
            "answers": [{"Rdata": "192.0.2.1", "Type": "A", "Class": "IN"}],
            "srcaddr": net.addresses["app"],
            "srcport": "5353",
            "transport": "UDP",
            "srcids": {"instance": found["Instances"][0]["InstanceId"]},
        }
    ]
    (each,) = client("s3").list_objects_v2(Bucket="dns")["Contents"]
    folder = f"logs/AWSLogs/123456789012/vpcdnsquerylogs/{net.vpc}/2026/03/02/"
    name = f"{net.vpc}_vpcdnsquerylogs_123456789012_20260302T1000Z_"
    assert each["Key"].startswith(folder + name)


def test_cached_answer_is_not_logged(logged: Any, net: Any, client: Any) -> None:
    answer = (DnsAnswer("192.0.2.1", ttl=60),)
    queries = [
        DnsQuery(net.enis["app"], "a.example.com", AT + timedelta(seconds=late), answers=answer)
        for late in (0, 59, 60)
    ]
    assert logged
    results = net.app.send_traffic(queries)
    assert [result.outcome for result in results] == ["answered"] * 3
    times = [record["query_timestamp"][-3:-1] for record in read(client)]
    assert times == ["05", "05"]


def test_rule_blocks_a_domain(logged: Any, firewall: DnsFirewall, client: Any, net: Any) -> None:
    listed = firewall.rule("BLOCK", "*.bad.example", BlockResponse="NXDOMAIN")
    assert logged("x.bad.example", *ADDRESS).rcode == "NXDOMAIN"
    assert logged("bad.example", *ADDRESS).outcome == "answered"
    assert logged("notbad.example", *ADDRESS).outcome == "answered"
    blocked, *passed = sorted(read(client), key=lambda record: record["rcode"] != "NXDOMAIN")
    assert (blocked["rcode"], blocked["answers"]) == ("NXDOMAIN", [])
    assert blocked["firewall_rule_action"] == "BLOCK"
    assert blocked["firewall_rule_group_id"] == firewall.group
    assert blocked["firewall_domain_list_id"] == listed
    assert not any("firewall_rule_action" in record for record in passed)
    (event,) = net.app.state.published
    assert (event.source, event.detail_type) == ("aws.route53resolver", "DNS Firewall Block")
    assert event.detail["query-name"] == "x.bad.example."


@pytest.mark.parametrize(
    ("how", "rcode", "answers"),
    [
        ({"BlockResponse": "NODATA"}, "NOERROR", ()),
        ({"BlockResponse": "NXDOMAIN"}, "NXDOMAIN", ()),
        (
            {
                "BlockResponse": "OVERRIDE", "BlockOverrideDomain": "trap.example",
                "BlockOverrideDnsType": "CNAME", "BlockOverrideTtl": 5,
            },
            "NOERROR",
            (DnsAnswer("trap.example.", "CNAME"),),
        ),
    ],
)  # fmt: skip
def test_ways_to_block(
    logged: Any, firewall: DnsFirewall, how: Any, rcode: str, answers: Any
) -> None:
    firewall.rule("BLOCK", "*", **how)
    result = logged("www.example.com", *ADDRESS)
    assert (result.outcome, result.rcode, result.answers) == ("blocked", rcode, answers)


def test_rule_of_lower_number_decides(logged: Any, firewall: DnsFirewall, client: Any) -> None:
    firewall.rule("BLOCK", "*", priority=9, BlockResponse="NODATA")
    firewall.rule("ALLOW", "good.example", "*.good.example", priority=1)
    firewall.rule("ALERT", "odd.example", priority=2)
    assert logged("www.good.example", *ADDRESS).outcome == "answered"
    assert logged("odd.example", *ADDRESS).outcome == "answered"
    assert logged("other.example", *ADDRESS).outcome == "blocked"
    actions = [record.get("firewall_rule_action") for record in read(client)]
    assert sorted(map(str, actions)) == ["ALERT", "BLOCK", "None"]


def test_redirection_is_inspected_unless_it_is_trusted(logged: Any, firewall: DnsFirewall) -> None:
    chain = (DnsAnswer("x.bad.example.", "CNAME"), *ADDRESS)
    firewall.rule("BLOCK", "*.bad.example", BlockResponse="NODATA")
    assert logged("innocent.example", *chain).outcome == "blocked"
    firewall.resolver.update_firewall_rule(
        FirewallRuleGroupId=firewall.group,
        FirewallDomainListId=firewall.resolver.list_firewall_domain_lists()["FirewallDomainLists"][
            -1
        ]["Id"],
        FirewallDomainRedirectionAction="TRUST_REDIRECTION_DOMAIN",
    )
    assert logged("innocent.example", *chain).outcome == "answered"


def test_a_list_of_aws_is_not_guessed_at(logged: Any, firewall: DnsFirewall) -> None:
    lists = firewall.resolver.list_firewall_domain_lists()["FirewallDomainLists"]
    firewall.resolver.create_firewall_rule(
        CreatorRequestId="aws", FirewallRuleGroupId=firewall.group, Priority=900, Action="ALERT",
        FirewallDomainListId=lists[0]["Id"], Name="aws",
    )  # fmt: skip
    with pytest.raises(BadTraffic, match="nobody but AWS knows"):
        logged("x.example", *ADDRESS)


def test_rule_for_one_type_of_query(logged: Any, firewall: DnsFirewall) -> None:
    firewall.rule("BLOCK", "*", BlockResponse="NODATA", Qtype="TXT")
    assert logged("x.example", type="TXT").outcome == "blocked"
    assert logged("x.example", *ADDRESS).outcome == "answered"


def test_silent_firewall_blocks_unless_the_vpc_fails_open(
    logged: Any, firewall: DnsFirewall, net: Any
) -> None:
    result = logged("x.example", *ADDRESS, is_firewall_down=True)
    assert (result.outcome, result.rcode) == ("blocked", "SERVFAIL")
    firewall.resolver.update_firewall_config(ResourceId=net.vpc, FirewallFailOpen="ENABLED")
    assert logged("x.example", *ADDRESS, is_firewall_down=True).outcome == "answered"


def test_private_zone_answers_before_the_internet(logged: Any, net: Any, client: Any) -> None:
    route53 = client("route53")
    zone = route53.create_hosted_zone(
        Name="corp.example", CallerReference="1",
        VPC={"VPCId": net.vpc, "VPCRegion": "us-east-1"},
        HostedZoneConfig={"PrivateZone": True},
    )["HostedZone"]["Id"]  # fmt: skip
    records = {
        ("db.corp.example", "A"): "10.9.1.9",
        ("old.corp.example", "CNAME"): "db.corp.example",
        ("*.apps.corp.example", "A"): "10.9.1.10",
    }
    changes = [
        {
            "Action": "CREATE",
            "ResourceRecordSet": {
                "Name": name, "Type": kind, "TTL": 60, "ResourceRecords": [{"Value": value}],
            },
        }
        for (name, kind), value in records.items()
    ]  # fmt: skip
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": changes})

    def values(name: str, **more: Any) -> tuple[str, list[str]]:
        result = logged(name, DnsAnswer("203.0.113.9"), **more)
        return result.rcode, [answer.value for answer in result.answers]

    assert values("db.corp.example") == ("NOERROR", ["10.9.1.9"])
    assert values("DB.corp.example.") == ("NOERROR", ["10.9.1.9"])
    assert values("db.corp.example", type="TXT") == ("NOERROR", [])
    assert values("old.corp.example") == ("NOERROR", ["db.corp.example.", "10.9.1.9"])
    assert values("x.apps.corp.example") == ("NOERROR", ["10.9.1.10"])
    assert values("none.corp.example") == ("NXDOMAIN", [])
    assert values("othercorp.example") == ("NOERROR", ["203.0.113.9"])


def test_names_of_instances(logged: Any, net: Any) -> None:
    name = f"ip-{net.addresses['app'].replace('.', '-')}.ec2.internal"
    assert logged(name, rcode="NXDOMAIN").rcode == "NXDOMAIN"
    net.ec2.modify_vpc_attribute(VpcId=net.vpc, EnableDnsHostnames={"Value": True})
    assert logged(name).answers == (DnsAnswer(net.addresses["app"]),)


def test_vpc_without_dns_answers_nothing(logged: Any, net: Any, client: Any) -> None:
    net.ec2.modify_vpc_attribute(VpcId=net.vpc, EnableDnsSupport={"Value": False})
    assert logged("www.example.com", *ADDRESS).outcome == "unanswered"
    assert read(client) == []


def test_log_group_has_a_stream_for_each_instance(net: Any, client: Any) -> None:
    net.run("app", net.group("app"))
    logs, resolver = client("logs"), client("route53resolver")
    logs.create_log_group(logGroupName="dns")
    group = "arn:aws:logs:us-east-1:123456789012:log-group:dns:*"
    config = resolver.create_resolver_query_log_config(
        Name="all", DestinationArn=group, CreatorRequestId="1"
    )["ResolverQueryLogConfig"]["Id"]
    resolver.associate_resolver_query_log_config(
        ResolverQueryLogConfigId=config, ResourceId=net.vpc
    )
    start = datetime.now(UTC)
    net.app.send_traffic([DnsQuery(net.enis["app"], "a.example", start, answers=ADDRESS)])
    (stream,) = logs.describe_log_streams(logGroupName="dns")["logStreams"]
    name = stream["logStreamName"]
    assert name.startswith(f"{net.vpc}_i-")
    (event,) = logs.get_log_events(logGroupName="dns", logStreamName=name)["events"]
    assert json.loads(event["message"])["query_name"] == "a.example."


def test_destination_that_is_gone_fails_the_association(logged: Any, client: Any) -> None:
    client("s3").delete_bucket(Bucket="dns")
    logged("www.example.com", *ADDRESS)
    listed = client("route53resolver").list_resolver_query_log_config_associations()
    (found,) = listed["ResolverQueryLogConfigAssociations"]
    assert (found["Status"], found["Error"]) == ("FAILED", "DESTINATION_NOT_FOUND")


def test_query_from_outside_is_none_of_ours(net: Any) -> None:
    with pytest.raises(BadTraffic):
        net.app.send_traffic([DnsQuery("198.51.100.7", "a.example", AT)])
