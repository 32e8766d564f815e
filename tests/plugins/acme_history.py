"""A week at Acme with all attacks in it: the logs, and the truth about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from acme_actors import Activity, Stage
from acme_attacks import ATTACKS
from acme_week import live_a_week
from built_acme import BuiltAcme

from ringwall.emulator.app import Emulator

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
QUERY_LOGS = "/acme/dns/prod"


@dataclass(frozen=True)
class AcmeHistory:
    """What happened: the emulator has its logs."""

    app: Emulator
    week: Activity
    attacks: Mapping[str, Activity]
    """By name; each on a day of its own as far as there are days."""


def play_history(app: Emulator, built: BuiltAcme) -> AcmeHistory:
    """Let the week and the attacks happen at Acme, and return what is of which."""
    stage = Stage(app, built.acme)
    _log_queries(stage)
    week = stage.act("week", (), MONDAY, live_a_week)
    attacks = {}
    for number, (name, (script, techniques)) in enumerate(ATTACKS.items()):
        start = MONDAY + timedelta(days=number % 7, hours=11, minutes=13 * number)
        attacks[name] = stage.act(name, techniques, start, script)
    app.deliver_logs()
    return AcmeHistory(app, week, attacks)


@pytest.fixture(scope="session")
def acme_history(built_acme: BuiltAcme) -> AcmeHistory:
    """Return the history; only read its emulator."""
    return play_history(built_acme.emulator(), built_acme)


def _log_queries(stage: Stage) -> None:
    """Let Resolver log prod's queries; Acme itself does not."""
    now, prod = datetime.now(UTC), stage.platform("prod")
    account = stage.acme.accounts["prod"]
    prod.call(now, "logs", "create_log_group", logGroupName=QUERY_LOGS)
    config = prod.call(
        now, "route53resolver", "create_resolver_query_log_config", Name="prod",
        DestinationArn=f"arn:aws:logs:us-east-1:{account}:log-group:{QUERY_LOGS}:*",
        CreatorRequestId="history",
    )  # fmt: skip
    for vpc in prod.call(now, "ec2", "describe_vpcs")["Vpcs"]:
        prod.call(
            now, "route53resolver", "associate_resolver_query_log_config",
            ResolverQueryLogConfigId=config["ResolverQueryLogConfig"]["Id"],
            ResourceId=vpc["VpcId"],
        )  # fmt: skip
    assert prod.refused == []
