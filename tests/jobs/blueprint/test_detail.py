"""What a difference costs, and the plan in full."""

from dataclasses import replace
from pathlib import Path

from ringwall.catalog.loader import load_tables
from ringwall.jobs.blueprint.detail import (
    NOT_KNOWN,
    describe_cost,
    describe_costs,
    find_cost,
    tell_costs,
    tell_in_full,
)
from ringwall.jobs.blueprint.plan import PlanRequest, plan_blueprint

TABLES = load_tables()


def test_a_cost_is_of_the_table_or_its_service_or_not_known(
    firm: Path, blueprint_home: Path
) -> None:
    planned = plan_blueprint(blueprint_home, PlanRequest(firm, services=("organizations",)))
    first = planned.reconciliation.differences[0]
    assert [price.usd for price in find_cost(first, TABLES)] == ["0"]
    key = replace(first, key=first.key._replace(table="kms_key"))
    assert [cost["usd"] for cost in describe_cost(key, TABLES)] == ["1.00"]
    policy = replace(key, action="update", property="policy")
    assert describe_cost(policy, TABLES) == NOT_KNOWN
    assert describe_cost(replace(key, action="erase"), TABLES) == NOT_KNOWN
    bucket = replace(first, key=first.key._replace(table="guardduty_member"))
    assert describe_cost(bucket, TABLES) == NOT_KNOWN


def test_a_price_is_told_once_with_how_many_resources_have_it(
    firm: Path, blueprint_home: Path
) -> None:
    planned = plan_blueprint(blueprint_home, PlanRequest(firm, services=("organizations",)))
    first = planned.reconciliation.differences[0]
    free = replace(planned.reconciliation, differences=(first,))
    assert list(tell_costs(free, TABLES)) == []
    made = [
        replace(first, key=first.key._replace(table=table, name=name))
        for table in ("kms_key", "guardduty_member")
        for name in ("a", "b", "b")
    ]
    erased = replace(made[0], key=made[0].key._replace(name="c"), action="erase")
    plan = replace(free, differences=(first, *made, erased))
    head, key, others = tell_costs(plan, TABLES)
    assert head.startswith("cost (")
    assert key.startswith(
        "  2 kms_key  a key; each rotation adds as much: 1.00 USD per key a month"
    )
    assert others == "  2 of others  not known"
    assert [(cost["of"], cost["count"]) for cost in describe_costs(plan, TABLES)] == [
        ("kms_key", 2)
    ]


def test_each_change_is_told_once_with_its_place_in_the_order(
    firm: Path, blueprint_home: Path
) -> None:
    planned = plan_blueprint(blueprint_home, PlanRequest(firm, services=("organizations",)))
    changes = planned.plan.changes
    lines = list(tell_in_full(planned.reconciliation, TABLES))
    for number, change in enumerate(changes, 1):
        told = [line for line in lines if line.startswith(f"    {number}. ")]
        assert len(told) == 1
        assert told[0].startswith(f"    {number}. {change.write.operation} ")
    order = [int(line.split(".")[0]) for line in lines if line.strip()[:1].isdigit()]
    assert sorted(order) == list(range(1, len(changes) + 1))
