"""The blueprints of examples/: each is checked, planned, and (in the slow suite) made so."""

from collections.abc import Callable, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from blueprint_world import BlueprintWorld, tell_skipped
from built_acme import BuiltAcme
from recorded_events import RecordedEvents

from ringwall.catalog.loader import load_tables
from ringwall.jobs.audit import AuditRequest, run_audit
from ringwall.jobs.blueprint.check import check_blueprint
from ringwall.store.database.ledger import Filter

FOLDER = Path(__file__).parents[1] / "examples"
EXAMPLES = {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}
REGIONS = {
    "adopted": ("us-east-1", "eu-west-1", "eu-central-1"),
    "bank": ("eu-central-1", "eu-west-1"),
    "startup": ("eu-central-1",),
}
ACCOUNT = "organizations_account"
BY_HAND = "sso_instance/identity-center"
"""What only a person can do: all that waits for it is skipped."""


def test_there_are_three_and_each_is_tried() -> None:
    assert EXAMPLES.keys() == REGIONS.keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_wrong_with_an_example(name: str) -> None:
    assert check_blueprint(EXAMPLES[name]).regions == len(REGIONS[name])


def open_world(name: str, world_of: Callable[..., BlueprintWorld], acme: BuiltAcme) -> Any:
    organization_world = world_of(*REGIONS[name])
    if name == "adopted":
        organization_world.emulator.load(acme.contents)
    return organization_world


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_planned_and_what_is_left_out_waits_for_a_person(
    name: str, world_of: Callable[..., BlueprintWorld], built_acme: BuiltAcme
) -> None:
    organization_world = open_world(name, world_of, built_acme)
    text = EXAMPLES[name].read_text(encoding="utf-8")
    plan = organization_world.plan(text, "accounts", "identity")
    created = [d for d in plan.differences if (d.key.table, d.action) == (ACCOUNT, "create")]
    assert len(created) == {"adopted": 0, "bank": 13, "startup": 3}[name]
    assert plan.changes
    others = [key for key, why in tell_skipped(plan).items() if BY_HAND not in key + why]
    assert others == []


LEFT = {
    "organizations.management_account_runs_no_workloads": "an instance runs there: somebody has to "
    "move it, for no policy binds the management account",
    "cloudtrail.trail_*": "trails of single accounts, which the organization's own makes needless",
    "logs.log_group_has_retention": "log groups of flow logs that were there before",
    "s3.bucket_access_is_logged": "acme-dev-scratch, and the buckets that Security Lake makes",
    "iam.*": "users, keys, roles and root users: weak as they were",
}
"""Controls of the three layers that still fail at Acme, of what the blueprint has no say in."""
OWN = (
    "acme-organization",
    "acme-trail",
    "acme-access-logs",
    "acme-config",
    "acme-flow-logs",
    "aws-controltower",
)
"""What the resources of the blueprint are called: none of these fails."""


@pytest.mark.slow
def test_at_acme_the_controls_of_the_sections_turn_to_pass(
    world_of: Callable[..., BlueprintWorld], built_acme: BuiltAcme
) -> None:
    world = open_world("adopted", world_of, built_acme)
    world.enable_identity_center("us-east-1")
    before = find_failures(world)
    text = EXAMPLES["adopted"].read_text(encoding="utf-8")
    names = {id_: name for name, id_ in built_acme.acme.accounts.items()}
    world.build(name_vpcs(text, names, before), most=2)
    after = find_failures(world)
    assert [each for each in after if not any(fnmatch(each[0], rule) for rule in LEFT)] == []
    assert [each for each in after if any(own in each[1] for own in OWN)] == []
    made = {each for each in after - before if "aws-security-data-lake" not in each[1]}
    assert made == set()
    assert len(after) < len(before) / 3


def name_vpcs(text: str, names: Mapping[str, str], failures: set[tuple[str, str]]) -> str:
    """Return the blueprint with the VPCs that nobody logs, as whoever adopts it would."""
    sections = {"flow_logs": "ec2.vpc_has_flow_logs", "resolver_logs": "route53resolver.vpc_*"}
    told = ""
    for section, rule in sections.items():
        told += f"  {section}:\n    vpcs:\n"
        for arn in sorted(arn for failed, arn in failures if fnmatch(failed, rule)):
            _, _, _, region, account, vpc = arn.split(":")
            place = f"account: {names[account]}, region: {region}, vpc_id: {vpc.rpartition('/')[2]}"
            told += f"      - {{{place}}}\n"
    return text.replace("adopt:\n", f"{told}adopt:\n")


def find_failures(world: BlueprintWorld) -> set[tuple[str, str]]:
    """Return rule and resource of each failure in the layers that the blueprint builds."""
    world.collect({*load_tables()})
    request = AuditRequest(keeps=False)
    with run_audit(world.home, request, RecordedEvents()) as result:
        found = list(result.ledger.findings(Filter(answers=("fail",))))
    return {
        (finding.rule, finding.resource)
        for finding in found
        if finding.layer in ("accounts", "identity", "detection")
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_made_so_and_then_nothing_is_to_be_done(
    name: str, world_of: Callable[..., BlueprintWorld], built_acme: BuiltAcme
) -> None:
    organization_world = open_world(name, world_of, built_acme)
    # AWS allows ten accounts until it is asked for more.
    organization_world.client("service-quotas", "us-east-1").request_service_quota_increase(
        ServiceCode="organizations", QuotaCode="L-E619E033", DesiredValue=20
    )
    # The second run heeds what only an organization shows: the address of its management account.
    organization_world.build(EXAMPLES[name].read_text(encoding="utf-8"), most=2)
