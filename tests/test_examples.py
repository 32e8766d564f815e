"""The blueprints of examples/: each is checked, planned, and (in the slow suite) made so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from blueprint_world import BlueprintWorld, tell_skipped
from built_acme import BuiltAcme

from ringwall.jobs.blueprint.check import check_blueprint

FOLDER = Path(__file__).parents[1] / "examples"
EXAMPLES = {path.stem: path for path in sorted(FOLDER.glob("*.yaml"))}
REGIONS = {
    "adopted": ("us-east-1", "eu-west-1", "eu-central-1"),
    "bank": ("eu-central-1", "eu-west-1"),
    "startup": ("eu-central-1",),
}
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
    created = [d.key.name for d in plan.differences if d.key.table == "organizations_account"]
    assert len(created) == {"adopted": 0, "bank": 13, "startup": 3}[name]
    assert plan.changes
    others = [
        f"{key}: {why}" for key, why in tell_skipped(plan).items() if BY_HAND not in key + why
    ]
    # What is there already, and of somebody else, waits for whoever adopts it.
    assert [line for line in others if name != "adopted" or "adopt it" not in line] == []


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
