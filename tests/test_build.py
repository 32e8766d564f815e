"""What a blueprint builds, killed after every event of its journal, its answers lost; and undone.

Each type of resource is made in an emulated organization that starts as a lone, empty account. A
run that is killed and resumed makes what an undisturbed one makes, once; its undo leaves what was
there before, but for what is said to be irreversible.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from itertools import chain, cycle, islice, repeat
from typing import Any

import botocore.session
import pytest
from blueprint_world import BlueprintWorld, tell_bad_steps, tell_differences, write_full_blueprint
from botocore import xform_name
from responder_package import put_package

from ringwall.apply.environment import AwsConnections, RunEnvironment
from ringwall.apply.run import RunReport, execute, resume
from ringwall.apply.undo import plan_undo, undo
from ringwall.catalog.loader import load_lifecycles, load_writes
from ringwall.model.blueprint.wanted import RowKey, Wanted
from ringwall.model.change import Change
from ringwall.model.errors import CallFailed
from ringwall.model.run import RunOptions
from ringwall.model.table import Row
from ringwall.store.database.leases import Leases

LOST = CallFailed("read timeout", "ReadTimeoutError")
OPTIONS = RunOptions(keep_going=True, accept_irreversible=True)
ACTOR = "test"


EVER = 10**9


class Killed(BaseException):
    """The process is gone."""


@dataclass
class MortalJournal:
    """A journal whose process is killed once it has written some more events."""

    inner: Any
    left: int

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def append(self, *args: Any) -> None:
        self.inner.append(*args)
        self.left -= 1
        if self.left < 0:
            raise Killed


@dataclass
class ForgetfulConnections:
    """Connections of which the first answer of each write is lost: AWS has done it all the same."""

    inner: Any
    lost: set[tuple[str, str, str, str]] = field(default_factory=set)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def writer(self, account_id: str, region: str) -> Any:
        return ForgetfulWriter(self.inner.writer(account_id, region), self, (account_id, region))


@dataclass
class ForgetfulWriter:
    inner: Any
    connections: ForgetfulConnections
    place: tuple[str, str]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def call(self, operation: str, parameters: Any, token: str, check: Callable[[], None]) -> Any:
        answer = self.inner.call(operation, parameters, token, check)
        key = (*self.place, operation, repr(parameters))
        if key not in self.connections.lost:
            self.connections.lost.add(key)
            raise LOST
        return answer


@dataclass(frozen=True)
class Builder:
    """Builds and undoes a plan in a world, with deaths and lost answers."""

    world: BlueprintWorld
    forgets: bool = False
    lives: Callable[[], int] | None = None
    """After how many events of the journal the next process is killed; None for never."""

    def environment(self, left: int) -> RunEnvironment:
        journal: Any = MortalJournal(self.world.journal, left)
        connections: Any = AwsConnections(self.world.sessions)
        if self.forgets:
            connections = ForgetfulConnections(connections)
        leases = Leases(self.world.journal.engine)
        return RunEnvironment(journal, connections, WRITES, leases, lambda _: None)

    def begin(self, plan: Any, left: int = EVER) -> RunReport:
        """Make the Changes of a plan, as long as the process lives."""
        environment = self.environment(left)
        return execute(plan.changes, environment, ACTOR, kind="apply", options=OPTIONS)

    def build(self, plan: Any) -> RunReport:
        """Make the Changes of a plan; killed, resumed and killed again until all is done."""
        return self._live(lambda left: self.begin(plan, left))

    def undo(self, run_id: str) -> RunReport:
        def begin(left: int) -> RunReport:
            report = undo(run_id, self.environment(left), ACTOR, options=OPTIONS)
            assert report is not None
            return report

        return self._live(begin)

    def _live(self, begin: Callable[[int], RunReport]) -> RunReport:
        if self.lives is None:
            return begin(EVER)
        known = {run.id for run in self.world.journal.runs()}
        while True:
            fresh = [run.id for run in self.world.journal.runs() if run.id not in known]
            left = self.lives()
            try:
                if not fresh:
                    return begin(left)
                return resume(fresh[0], self.environment(left), ACTOR, options=OPTIONS)
            except Killed:
                continue


def die(times: int) -> Callable[[], int]:
    """Die after the intent of a step, then after the result of its write, then after its end."""
    return chain(islice(cycle((0, 1, 0)), times), repeat(EVER)).__next__


@dataclass(frozen=True)
class Site:
    """A world with the whole blueprint, or a part of it, and what it wants there."""

    world: BlueprintWorld
    text: str
    sections: tuple[str, ...]
    prune: bool = False
    initial: set[tuple[str, str]] = field(default_factory=set)
    """What there was to do before anything was built: rows and their properties."""

    def plan(self) -> Any:
        return self.world.plan(self.text, *self.sections, prune=self.prune)

    def build(self, builder: Builder) -> str:
        """Build all of it, each thing once, and return the id of the run: nothing is left to do."""
        plan, before = self.plan(), Counter(self.world.emulator.calls)
        self.initial.update(read_lines(plan))
        report = builder.build(plan)
        assert tell_bad_steps(report) == []
        after = self.plan()
        assert tell_differences(after) == []
        assert {skip.key for skip in after.skipped} <= {skip.key for skip in plan.skipped}
        made = Counter(self.world.emulator.calls) - before
        once = Counter(name_call(change) for change in plan.changes if is_creation(change))
        # What AWS has made meanwhile, of its own accord, is not made at all.
        assert {name: made[name] for name in once if made[name] > once[name]} == {}
        return report.run.id

    def undo(self, run_id: str, builder: Builder) -> None:
        """Undo a run: what it leaves is irreversible, or something depends on it."""
        plan = plan_undo(run_id, Builder(self.world).environment(EVER))
        report = builder.undo(run_id)
        bad = [step for step in report.steps if not step.is_good]
        lost = [step for step in bad if step.outcome != "skipped"]
        names = [step.change.resource for step in lost]
        assert [name for name in names if not name.startswith(NEVER_EMPTY)] == []
        left = {name for name, _ in plan.skipped} | {step.change.resource for step in bad}
        for row, name in self.initial - read_lines(self.plan()):
            assert row.rpartition(" ")[2] in left, (row, name)


def read_lines(plan: Any) -> set[tuple[str, str]]:
    return {(str(found.key), found.property) for found in plan.differences}


NEVER_EMPTY = ("organizations_organizational_unit/", "s3_bucket/trail", "s3_bucket/access-logs")
"""Accounts stay in their unit; logs have been written to their buckets."""


def name_call(change: Change) -> str:
    """Return what the emulator counts a call as."""
    service, _, name = change.write.operation.partition(".")
    model = botocore.session.get_session().get_service_model(service)
    names = {xform_name(each): each for each in model.operation_names}
    return f"{service}:{names[name]}"


def is_creation(change: Change) -> bool:
    return change.write.operation in CREATIONS


def once_only() -> frozenset[str]:
    """Return the calls that make something, and that nothing else needs."""
    lives = load_lifecycles().values()
    updates = {s.operation for life in lives for update in life.updates for s in update.steps}
    return frozenset(life.create.operation for life in lives if life.create) - updates


CREATIONS = once_only()
WRITES = load_writes()


@pytest.fixture
def site_of(world_of: Callable[..., BlueprintWorld]) -> Callable[..., Site]:
    """Return a function that makes the site of some sections: in one Region, or in all of them."""

    def make(
        *sections: str, regions: tuple[str, ...] = ("eu-west-1",), layers: tuple[str, ...] = ()
    ) -> Site:
        others = tuple(each for each in LATER if each not in layers)
        text = write_full_blueprint(*regions, without=others)
        if "data" not in layers:  # by default it is as AWS has it: there would be no change
            text += "data: {certificates: {days_before_expiry: 30}}\n"
        if "infrastructure" in layers:  # its VPCs are logged
            text = re.sub(r"(flow|resolver)_logs: {enabled: false}", r"\1_logs: {}", text)
        world = world_of(*regions)
        put_package(world)
        return Site(world, text, sections)

    return make


LATER: Mapping[str, tuple[str, ...]] = {
    "infrastructure": (
        "infrastructure",
        "accounts.resource_sharing",
        "detection.access_logs",
        "detection.flow_logs",
        "detection.resolver_logs",
    ),
    "data": ("data", "detection.access_logs", "detection.rules"),
    "response": ("response", "detection.access_logs"),
}
"""Layers that are built by themselves here: the sections of each, and those that it needs."""
EVENTS = 3000
"""More than any run here has."""
SMALL = ("accounts.management", "accounts.units", "accounts.accounts", "accounts.budget")


def test_a_run_killed_after_each_event_makes_the_same_once(site_of: Callable[..., Site]) -> None:
    site = site_of(*SMALL)
    site.build(Builder(site.world, lives=die(EVENTS)))


def test_a_run_whose_answers_are_lost_makes_the_same_once(site_of: Callable[..., Site]) -> None:
    site = site_of(*SMALL)
    site.build(Builder(site.world, forgets=True))


def test_what_was_built_is_undone(site_of: Callable[..., Site]) -> None:
    site = site_of(*SMALL)
    site.undo(site.build(Builder(site.world)), Builder(site.world, lives=die(60)))


@pytest.mark.slow
def test_the_whole_of_it_killed_after_each_event(site_of: Callable[..., Site]) -> None:
    site = site_of()
    site.build(Builder(site.world, lives=die(EVENTS)))


@pytest.mark.slow
def test_the_whole_of_it_whose_answers_are_lost(site_of: Callable[..., Site]) -> None:
    site = site_of()
    run = site.build(Builder(site.world, forgets=True))
    site.undo(run, Builder(site.world, forgets=True))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_the_whole_of_it_killed_thirty_times_and_undone(
    site_of: Callable[..., Site], seed: int
) -> None:
    site = site_of(regions=("eu-west-1", "us-east-1"))
    chance = random.Random(seed)  # noqa: S311 - which kills are tried is no secret

    def live() -> Callable[[], int]:
        kills = (chance.randrange(60) for _ in range(30))
        return chain(kills, repeat(EVER)).__next__

    run = site.build(Builder(site.world, lives=live()))
    site.undo(run, Builder(site.world, lives=live()))


@pytest.mark.slow
@pytest.mark.parametrize("layer", LATER)
def test_a_later_layer_killed_and_its_answers_lost_and_undone(
    site_of: Callable[..., Site], layer: str
) -> None:
    """Killed forty times, early and late; the answers of the last life are lost, too."""
    site = site_of(*SMALL, *LATER[layer], layers=(layer,))
    chance = random.Random(layer)  # noqa: S311 - which kills are tried is no secret
    kills = chain((chance.randrange(80) for _ in range(40)), repeat(EVER))
    run = site.build(Builder(site.world, forgets=True, lives=kills.__next__))
    site.undo(run, Builder(site.world, lives=die(200)))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_from_a_partial_state_another_plan_makes_the_rest(
    site_of: Callable[..., Site], seed: int
) -> None:
    """What a dead run left is found, and planned for: the run itself is not resumed."""
    site = site_of()
    plan = site.plan()
    events = random.Random(seed).randrange(len(plan.changes))  # noqa: S311 - no secret
    with pytest.raises(Killed):
        Builder(site.world).begin(plan, events)
    site.build(Builder(site.world))


CHANGES = {
    "level: strict": "level: baseline",
    "team: platform": "team: other",
    "title: Team": "title: Staff",
    "Reads everything": "Reads all",
    "[AWS-GR_EBS_OPTIMIZED_INSTANCE]": "[AWS-GR_ENCRYPTED_VOLUMES]",
    "{v2: true}": "{v2: false, disabled_security_control_identifiers: [Macie.1]}\n"
    "  detective: {enabled: false}",
    "security_lake:\n    enabled: true": "security_lake:\n    enabled: false",
    "alarms: {email_addresses: [sec@example.com]}": "trail: {retention_in_days: 90}",
}


@pytest.mark.slow
def test_what_the_blueprint_says_otherwise_is_changed_once(site_of: Callable[..., Site]) -> None:
    """Updates, replacements and erasures, killed after each event; and back again."""
    site = site_of()
    site.build(Builder(site.world))
    other = site.text
    for old, new in CHANGES.items():
        assert old in other
        other = other.replace(old, new)
    for text in (other, site.text):
        changed = replace(site, text=text, prune=True, initial=set())
        changed.build(Builder(site.world, lives=die(200)))


def subscribe(name: str) -> list[Row]:
    return [{"SubscriptionType": "EMAIL", "Address": f"{name}@example.com"}]


def send_to_flow_logs(row: Wanted) -> Row:
    bucket = row.columns["destination_arn"]
    return {"destination_arn": replace(bucket, key=bucket.key._replace(name="flow-logs"))}


def put_elsewhere(row: Wanted) -> Row:
    subnet = row.columns["subnet_id"]
    return {"subnet_id": replace(subnet, key=subnet.key._replace(name="public-2"))}


def age(days: int) -> Row:
    return {
        "unused_access_age": days,
        "configuration": {"unusedAccess": {"unusedAccessAge": days}},
    }


def choose_tag(value: str) -> list[Row]:
    tag = {"ConditionKey": "backup", "ConditionValue": value}
    return [{"ConditionType": "STRINGEQUALS", **tag}]


ANEW: Mapping[str, tuple[Any, ...]] = {
    "accessanalyzer_analyzer/unused-access": ("unused_access_age", age(60), age(45)),
    "backup_backup_selection/tagged": (
        "list_of_tags",
        {"list_of_tags": choose_tag("weekly")},
        {"list_of_tags": choose_tag("daily")},
    ),
    "budgets_notification/actual": (
        "subscribers",
        {"subscribers": subscribe("old")},
        {"subscribers": subscribe("new")},
    ),
    "ec2_flow_log/*": (
        "max_aggregation_interval",
        {"max_aggregation_interval": 600},
        {"max_aggregation_interval": 60},
    ),
    "ec2_nat_gateway/nat-1": ("subnet_id", put_elsewhere, {}),
    "iam_policy/ringwall-responder-function-1": (
        "description",
        {"description": "old"},
        {"description": "new"},
    ),
    "iam_role/config-aggregator": ("path", {"path": "/old/"}, {"path": "/"}),
    "kms_key/guardduty": ("multi_region", {"multi_region": True}, {"multi_region": False}),
    "lambda_permission/*rules": (
        "source_arn",
        {"source_arn": "arn:aws:events:eu-west-1:111111111111:rule/old-*"},
        {},
    ),
    "logs_log_group/trail": (
        "log_group_class",
        {"log_group_class": "INFREQUENT_ACCESS"},
        {"log_group_class": "STANDARD"},
    ),
    "route53resolver_resolver_query_logging_config/*": ("destination_arn", send_to_flow_logs, {}),
    "s3_bucket/resolver-logs": (
        "object_lock_enabled",
        {"object_lock_enabled": True},
        {"object_lock_enabled": False},
    ),
    "securitylake_aws_log_source/*/VPC_FLOW": (
        "source_version",
        {"source_version": "1.0"},
        {"source_version": "2.0"},
    ),
    "securitylake_subscriber/siem": ("access_types", {"access_types": ["LAKEFORMATION"]}, {}),
}
"""Columns that AWS cannot change, by row: what it has at first, and what it is to have then."""


def alter_to(which: int) -> Callable[[Wanted], Wanted]:
    def alter(row: Wanted) -> Wanted:
        for name, states in ANEW.items():
            if fnmatch(f"{row.key.table}/{row.key.name}", name):
                state = states[which](row) if callable(states[which]) else states[which]
                return replace(row, columns={**row.columns, **state})
        return row

    return alter


def test_each_table_of_which_a_column_is_for_good_is_made_anew_below() -> None:
    there = {name.partition("/")[0] for name in ANEW}
    assert {name for name, life in load_lifecycles().items() if life.replaced_by} == there


@pytest.mark.slow
def test_what_aws_cannot_change_is_made_anew_once(site_of: Callable[..., Site]) -> None:
    """Erased and made again with all that is its own, killed after each event."""
    site = site_of(layers=("infrastructure", "data", "response"))
    (vpc,) = site.world.client("ec2").describe_vpcs()["Vpcs"]
    logged = f"vpcs: [{{account: management, region: eu-west-1, vpc_id: {vpc['VpcId']}}}]"
    text = re.sub(r"(flow|resolver)_logs: {}", rf"\1_logs: {{{logged}}}", site.text)
    site = replace(site, text=text)
    site.world.alter = alter_to(1)
    site.build(Builder(site.world))
    site.world.alter = alter_to(2)
    replaced = {(d.key.table, d.property) for d in site.plan().differences if d.action == "replace"}
    assert replaced == {(name.partition("/")[0], column) for name, (column, *_) in ANEW.items()}
    site.build(Builder(site.world, lives=die(EVENTS)))


LONE = """
    blueprint: firm
    home_region: eu-west-1
    accounts: {security: management, log_archive: management}
"""
LONE_SECTIONS = (
    "accounts.management",
    "detection.access_logs",
    "detection.config",
)
STANDARD = (
    "arn:aws:securityhub:eu-west-1::standards/aws-foundational-security-best-practices/v/1.0.0"
)
TEMPLATE = """
Parameters: {Age: {Default: "90", Type: String}}
Resources:
  Keys:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: keys
      Source: {Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED}
      InputParameters: {maxAccessKeyAge: !Ref Age}
"""


def want_other(
    table: str, name: str, columns: Row, *, region: str = "eu-west-1", **more: Any
) -> Wanted:
    """Return a row of the management account that no section wants."""
    key = RowKey("management", region, table, name)
    return Wanted(key, columns, section="test", layer="detection", why="it is tried", **more)


def want_others(which: int) -> tuple[Wanted, ...]:
    """Return rows of the types that no section wants, as they are at first or then."""
    analyzer = want_other("accessanalyzer_analyzer", "lone", {"name": "lone", "type": "ACCOUNT"})
    hub = want_other("securityhub_hub", "hub", {"auto_enable_controls": True})
    recorder = RowKey("management", "eu-west-1", "config_configuration_recorder_status", "default")
    account = "210987654321"
    contact = {
        "full_name": "Ada Park", "address_line_1": ("1 Old Road", "2 New Road")[which],
        "city": "Cork", "postal_code": "T12", "country_code": "IE", "phone_number": "+353211234567",
    }  # fmt: skip
    parameters = [{"ParameterName": "Age", "ParameterValue": ("90", "30")[which]}]
    return (
        analyzer,
        hub,
        want_other(
            "accessanalyzer_archive_rule",
            "known",
            {
                "analyzer_name": "lone",
                "rule_name": "known",
                "filter": {"isPublic": {"eq": [("false", "true")[which]]}},
            },
            needs=(analyzer.key,),
        ),
        want_other("account_contact_information", "contact", contact, region="global"),
        want_other(
            "config_aggregation_authorization",
            "partner",
            {"authorized_account_id": account, "authorized_aws_region": "eu-west-1"},
        ),
        want_other(
            "config_conformance_pack",
            "keys",
            {"conformance_pack_name": "keys", "conformance_pack_input_parameters": parameters},
            given={"template_body": TEMPLATE},
            needs=(recorder,),
        ),
        want_other("detective_graph", "graph", {"tags": {"team": ("a", "b")[which]}}),
        want_other("securityhub_standard", "fsbp", {"standards_arn": STANDARD}, needs=(hub.key,)),
    )


@pytest.mark.slow
def test_what_no_section_wants_is_made_changed_and_undone(
    world_of: Callable[..., BlueprintWorld],
) -> None:
    """The types of test_drift.NOT_OF_A_SECTION, killed after each event, and with lost answers.

    But for subscribers of Security Lake, which an account by itself cannot have.
    """
    site = Site(world_of("eu-west-1"), LONE, LONE_SECTIONS, prune=True)
    site.build(Builder(site.world, lives=die(EVENTS)))
    site.world.extra = want_others(0)
    others = replace(site, initial=set())
    made = others.build(Builder(site.world, lives=die(EVENTS)))
    site.world.extra = want_others(1)
    replace(site, initial=set()).build(Builder(site.world, lives=die(EVENTS)))
    site.world.extra = want_others(0)
    replace(site, initial=set()).build(Builder(site.world, forgets=True))
    others.undo(made, Builder(site.world, lives=die(EVENTS)))
