"""A week of Acme's own people and programs: what detection must not take for an attack."""

import base64
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from ringwall.emulator.acme.actors import Actor, Credentials, Script, Stage, read_credentials
from ringwall.emulator.console import ConsoleSignIn
from ringwall.emulator.traffic.script import (
    DnsAnswer,
    DnsQuery,
    ScriptedConnection,
    ScriptedTraffic,
)

OFFICE = "203.0.113.40"
GITHUB = "https://token.actions.githubusercontent.com"
RUNNER = "192.0.2.140"
SHOPPERS = "192.0.2."
TERRAFORM = "APN/1.0 HashiCorp/1.0 Terraform/1.9.8 aws-sdk-go-v2/1.32.4 os/linux lang/go#1.23"
ACTIONS = "aws-cli/2.31.0 md/awscrt#0.27.6 exec-env/GitHubActions md/arch#x86_64"
SDK = "aws-sdk-java/2.29.9 Linux/6.1 OpenJDK_64-Bit_Server_VM/21.0.5"
NAMES = ("payments.example.com", "mail.example.net", "s3.amazonaws.com", "time.example.org")
DAYS = 7
WORKDAYS = 5
OFFICE_HOURS = range(8, 18)


def live_a_week(stage: Stage, start: datetime) -> Script:
    """Readers, deployers, a pipeline and the shop, from Monday to Sunday."""
    random = Random(7)  # noqa: S311 - the same in every run
    actors: list[Actor] = []
    for day in range(DAYS):
        morning = start + timedelta(days=day, minutes=random.randrange(60))
        if day < WORKDAYS:
            actors.append(_read(stage, morning))
            actors.append(_deploy(stage, morning + timedelta(hours=4)))
        actors.append(_build(stage, morning + timedelta(hours=2), random))
        actors.append(_serve(stage, morning))
    return [*_connect(stage, start, random)], actors


def _read(stage: Stage, at: datetime) -> Actor:
    """An analyst signs in with MFA, and looks around."""
    account = stage.acme.accounts["security"]
    done = stage.app.sign_in(ConsoleSignIn(account, "alex.kim", source_ip=OFFICE, at=at))
    found = Credentials(done.access_key, done.secret_key, done.token)
    analyst = Actor(stage.app, found, OFFICE, ConsoleSignIn(account).user_agent)
    for number, (service, operation) in enumerate(
        (
            ("iam", "list_users"),
            ("iam", "list_roles"),
            ("ec2", "describe_security_groups"),
            ("cloudtrail", "describe_trails"),
            ("securityhub", "get_findings"),
        )
    ):
        analyst.call(at + timedelta(minutes=2 * number + 1), service, operation)
    return analyst


def _deploy(stage: Stage, at: datetime) -> Actor:
    """The pipeline of the shop deploys, by an identity of GitHub."""
    account = stage.acme.accounts["prod"]
    runner = Actor(stage.app, Credentials(""), RUNNER, ACTIONS)
    claims = {
        "iss": GITHUB,
        "aud": "sts.amazonaws.com",
        "sub": "repo:acme/shop:ref:refs/heads/main",
    }
    anonymous = Actor(stage.app, Credentials("AKIAUNUSED0000000000"), RUNNER, ACTIONS)
    answer = anonymous.call(
        at, "sts", "assume_role_with_web_identity",
        RoleArn=f"arn:aws:iam::{account}:role/github-deploy", RoleSessionName="GitHubActions",
        WebIdentityToken=_sign(claims),
    )  # fmt: skip
    deployer = runner.become(read_credentials(answer["Credentials"]))
    for number in range(3):
        deployer.call(
            at + timedelta(seconds=5 * number + 5), "s3", "put_object",
            Bucket="acme-prod-artifacts", Key=f"shop/{at:%Y%m%d}/{number}.zip", Body=b"build",
        )  # fmt: skip
    return deployer


def _build(stage: Stage, at: datetime, random: Random) -> Actor:
    """Staging's builds, by a user's old access key."""
    builder = Actor(stage.app, stage.find_key("staging", "ci-deploy"), RUNNER, TERRAFORM)
    for _ in range(3):
        at += timedelta(minutes=random.randrange(10, 90))
        builder.call(
            at, "s3", "put_object", "eu-west-1", Bucket="acme-staging-uploads",
            Key=f"builds/{at:%Y%m%dT%H%M}.tar", Body=b"build",
        )  # fmt: skip
    return builder


def _serve(stage: Stage, at: datetime) -> Actor:
    """The shop reads and writes customers' data from its instance, by the NAT gateway."""
    _, identifier = stage.find_interfaces("prod")["app-1"]
    taken = stage.take_role("prod", "shop-app", identifier, at)
    shop = Actor(stage.app, taken, "52.20.30.40", SDK)
    for number in range(6):
        moment = at + timedelta(hours=number)
        where = {"Bucket": "acme-prod-customer-data", "Key": f"orders/{moment:%Y%m%d%H}.json"}
        shop.call(moment, "s3", "put_object", **where, Body=b"{}")
        shop.call(moment + timedelta(seconds=9), "s3", "get_object", **where)
    return shop


def _connect(stage: Stage, start: datetime, random: Random) -> Iterator[ScriptedTraffic]:
    interfaces = stage.find_interfaces("prod")
    web, app = interfaces["web-1"][0], interfaces["app-1"][0]
    bastion = stage.find_interfaces("staging", "eu-west-1")["bastion"][0]
    for hour in range(24 * DAYS):
        at = start + timedelta(hours=hour, seconds=random.randrange(3000))
        for number in range(3):
            yield ScriptedConnection(
                web, app, 8080, at + timedelta(seconds=20 * number),
                duration=timedelta(seconds=random.randrange(1, 30)),
                sent_packets=random.randrange(6, 40), sent_bytes=random.randrange(900, 9000),
                received_packets=random.randrange(6, 60),
                received_bytes=random.randrange(2000, 90_000),
            )  # fmt: skip
        name = random.choice(NAMES)
        address = f"{SHOPPERS}{random.randrange(1, 99)}"
        yield DnsQuery(app, name, at, answers=(DnsAnswer(address, ttl=60),))
        yield ScriptedConnection(
            app, address, 443, at + timedelta(seconds=1), duration=timedelta(seconds=4),
            sent_packets=random.randrange(8, 60), sent_bytes=random.randrange(1000, 20_000),
            received_packets=random.randrange(8, 60), received_bytes=random.randrange(2000, 50_000),
        )  # fmt: skip
        if at.hour in OFFICE_HOURS and at.weekday() < WORKDAYS:
            yield ScriptedConnection(
                OFFICE, bastion, 22, at, duration=timedelta(minutes=random.randrange(2, 40)),
                sent_packets=400, sent_bytes=42_000, received_packets=500, received_bytes=90_000,
            )  # fmt: skip
        # The internet's noise: someone always tries a port.
        yield ScriptedConnection(
            f"192.0.2.{random.randrange(200, 250)}", bastion, random.choice((23, 445, 3389, 8080)),
            at, retries=0,
        )  # fmt: skip


def _sign(claims: dict[str, Any]) -> str:
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return f"e30.{body}.c2ln"
