"""Closing a database that the internet can reach: an instance, or those of a cluster."""

import pytest
from public_database import LEDGER, MEMBER, SHOP, make_cluster, make_instance, tell_database
from response_world import REGION, ResponseWorld, list_operations

PLAYBOOK = "rds.close_database"


def test_an_instance_is_closed_and_kept_until_it_is_undone(response_world: ResponseWorld) -> None:
    threat = response_world.threat("database", make_instance(response_world))
    report = response_world.respond(PLAYBOOK, threat)
    assert tell_database(response_world) == {SHOP: (False, True)}
    planned = response_world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert any("Change the passwords" in step.what for step in planned.steps)
    response_world.undo(report.run.id)
    assert tell_database(response_world) == {SHOP: (True, False)}


def test_instances_of_a_cluster_are_closed_and_the_cluster_is_kept(
    response_world: ResponseWorld,
) -> None:
    threat = response_world.threat("database", make_cluster(response_world))
    report = response_world.respond(PLAYBOOK, threat)
    assert tell_database(response_world) == {MEMBER: (False, False), LEDGER: True}
    response_world.undo(report.run.id)
    assert tell_database(response_world) == {MEMBER: (True, False), LEDGER: False}


def test_a_cluster_that_a_rule_names_as_an_instance_is_found(response_world: ResponseWorld) -> None:
    arn = make_cluster(response_world).replace(":cluster:", ":db:")
    planned = response_world.plan(PLAYBOOK, response_world.threat("database", arn))
    assert list_operations(planned) == ["rds.modify_db_instance", "rds.modify_db_cluster"]


def test_an_instance_of_a_multi_az_cluster_is_left_to_a_person(
    response_world: ResponseWorld,
) -> None:
    threat = response_world.threat("database", make_cluster(response_world, engine="postgres"))
    planned = response_world.plan(PLAYBOOK, threat)
    assert list_operations(planned) == ["rds.modify_db_cluster"]
    assert any("no address in such a cluster" in step.why for step in planned.steps)


def test_what_is_closed_and_kept_stays_as_it_is(response_world: ResponseWorld) -> None:
    arn = make_instance(response_world)
    response_world.client("rds").modify_db_instance(
        DBInstanceIdentifier=SHOP, PubliclyAccessible=False, DeletionProtection=True
    )
    assert (
        list_operations(response_world.plan(PLAYBOOK, response_world.threat("database", arn))) == []
    )


def test_a_cluster_that_nobody_may_look_at_does_not_keep_an_instance_open(
    response_world: ResponseWorld,
) -> None:
    make_cluster(response_world)
    arn = f"arn:aws:rds:{REGION}:{response_world.account_id}:db:{MEMBER}"
    emulator = response_world.world.emulator
    emulator.deny("rds:DescribeDBClusters")
    planned = response_world.plan(PLAYBOOK, response_world.threat("database", arn))
    emulator.allow()
    assert list_operations(planned) == ["rds.modify_db_instance"]
    assert any("protected from deletion" in step.what for step in planned.steps)


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:rds:eu-west-1:123456789012:db:nowhere",
        "arn:aws:rds:eu-west-1:123456789012:cluster:nowhere",
        "arn:aws:rds:eu-west-1:999999999999:db:shop",
        "arn:aws:rds:eu-west-1:123456789012:snapshot:shop",
        "arn:aws:rds:eu-west-1:123456789012:db:shop' || true",
        "shop",
    ],
)
def test_what_is_no_database_of_ours_is_left_to_a_person(
    response_world: ResponseWorld, arn: str
) -> None:
    make_instance(response_world)
    threat = response_world.threat("database", arn, account_id=response_world.account_id)
    planned = response_world.plan(PLAYBOOK, threat)
    assert planned.changes == ()
    assert planned.steps


@pytest.mark.slow
@pytest.mark.parametrize("make", [make_instance, make_cluster], ids=["instance", "cluster"])
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, make: object
) -> None:
    assert callable(make)
    threat = response_world.threat("database", make(response_world))
    response_world.die_everywhere(PLAYBOOK, threat, lambda: tell_database(response_world))
