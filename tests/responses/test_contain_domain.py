"""Taking a domain back: acted, verified, killed and undone."""

import time
from dataclasses import replace
from typing import Any

import pytest
from response_world import ResponseWorld, list_operations
from taken_domain import Zone, make_zone, take_over

PLAYBOOK = "route53.contain_domain"
CHANGE = "route53.change_resource_record_sets"
LOCK = "route53domains.enable_domain_transfer_lock"


@pytest.fixture
def zone(response_world: ResponseWorld) -> Zone:
    """Return a zone with records that are known to CloudTrail, and one that is not."""
    return make_zone(response_world)


def test_records_and_the_lock_come_back_and_go_again(
    response_world: ResponseWorld, zone: Zone
) -> None:
    begun, status = zone.read()
    threat = take_over(zone)
    before = zone.read()
    planned = response_world.plan(PLAYBOOK, threat)
    assert list_operations(planned) == [CHANGE] * 7 + [LOCK]
    # No CNAME stands beside another record: what took its place goes first.
    ((needed,),) = (one.needs for one in planned.changes if one.needs)
    (deletion,) = (one for one in planned.changes if one.id == needed)
    assert deletion.resource.endswith(" mail.shop.com. A")
    report = response_world.respond(PLAYBOOK, threat)
    assert zone.read() == (begun, [*status, "clientTransferProhibited"])
    assert response_world.plan(PLAYBOOK, threat).changes == ()
    response_world.undo(report.run.id)
    assert zone.read() == before


def test_the_zone_is_found_by_the_name_of_the_domain(
    response_world: ResponseWorld, zone: Zone
) -> None:
    threat = take_over(zone)
    planned = response_world.plan(PLAYBOOK, threat)
    for name in ("shop.com", "Shop.Com.", "arn:aws:route53domains:::domain/shop.com"):
        other = replace(threat, resource=name)
        assert response_world.plan(PLAYBOOK, other).changes == planned.changes
    only = response_world.plan(PLAYBOOK, threat, records="no")
    assert list_operations(only) == [LOCK]
    assert LOCK not in list_operations(response_world.plan(PLAYBOOK, threat, lock="no"))


def test_what_nobody_knows_is_left_to_a_person(response_world: ResponseWorld, zone: Zone) -> None:
    first = int(time.time()) * 1000
    zone.change("UPSERT", "old", "A", "203.0.113.66")
    threat = response_world.threat("domain", zone.id, first_at=first)
    planned = response_world.plan(PLAYBOOK, threat, lock="no")
    assert planned.changes == ()
    assert planned.steps[0].what.startswith("Look at the record old.shop.com. A of")
    assert "nobody knows what was there before" in planned.steps[0].why
    planned = response_world.plan(PLAYBOOK, replace(threat, first_at=0), lock="no")
    assert planned.changes == ()
    assert "nobody says when they were changed" in planned.steps[0].why


def test_what_somebody_repaired_stays(response_world: ResponseWorld, zone: Zone) -> None:
    first = int(time.time()) * 1000
    operator = "arn:aws:iam::123456789012:user/operator"
    zone.change("UPSERT", "www", "A", "203.0.113.66")
    threat = response_world.threat("domain", zone.id, first_at=first, actor=operator)
    assert len(response_world.plan(PLAYBOOK, threat, lock="no").changes) == 1
    other = replace(threat, actor="arn:aws:iam::123456789012:user/ana")
    assert response_world.plan(PLAYBOOK, other, lock="no").changes == ()
    zone.change("UPSERT", "www", "A", "192.0.2.1")
    assert response_world.plan(PLAYBOOK, threat, lock="no").changes == ()


def test_a_record_of_another_author_is_not_overwritten() -> None:
    """What was changed after the attacker, by somebody else, is told and stays."""
    from ringwall.catalog.cloudtrail.event_history import PastAct  # noqa: PLC0415 - one test's
    from ringwall.catalog.route53.record_history import (  # noqa: PLC0415 - the same
        find_repairs,
        read_changes,
    )

    def act(at: int, value: str, **more: Any) -> PastAct:
        record = {"name": "A.b.c", "type": "A", "tTL": 1, "resourceRecords": [{"value": value}]}
        change = {"action": "UPSERT", "resourceRecordSet": {**record, **more}}
        parameters = {"hostedZoneId": "Z1", "changeBatch": {"changes": [change, None, {}]}}
        return PastAct("", "", f"2026-12-01T00:00:0{at}Z", "", {"arn": str(at)}, parameters)

    def is_bad(change: Any) -> bool:
        return bool(change.act.principal == "2")

    def ask(*acts: PastAct, now: str) -> list[str]:
        there = {"Name": "a.b.c.", "Type": "A", "TTL": 1, "ResourceRecords": [{"Value": now}]}
        changes = read_changes(acts[::-1], "Z1")
        return [one.problem for one in find_repairs(changes, [there], is_bad)]

    assert ask(act(1, "x"), act(2, "y"), now="y") == [""]
    assert ask(act(1, "x"), act(2, "y"), act(3, "z"), now="z") == ["somebody changed it since then"]
    assert ask(act(1, "x"), act(2, "y"), act(3, "x"), now="x") == []
    strange = act(2, "y", trafficPolicyInstanceId="t")
    assert ask(act(1, "x"), strange, now="y") == ["somebody changed it since then"]
    assert ask(act(2, "y"), now="x") == []


def test_other_name_servers_are_told(response_world: ResponseWorld, zone: Zone) -> None:
    del zone
    domains = response_world.client("route53domains", "us-east-1")
    domains.update_domain_nameservers(
        DomainName="shop.com", Nameservers=[{"Name": "ns1.example.net"}]
    )
    planned = response_world.plan(PLAYBOOK, response_world.threat("domain", "shop.com"))
    (told,) = (step for step in planned.steps if "name servers are meant" in step.what)
    assert "update-domain-nameservers --region us-east-1 --domain-name shop.com" in told.what
    assert told.why.endswith("ns1.example.net")


def test_a_look_that_is_refused_costs_nothing_else(
    response_world: ResponseWorld, zone: Zone
) -> None:
    threat = take_over(zone)
    emulator = response_world.world.emulator
    for denied, left in (
        ("cloudtrail:LookupEvents", 1),
        ("route53:ListResourceRecordSets", 1),
        ("route53domains:GetDomainDetail", 7),
    ):
        emulator.deny(denied)
        try:
            assert len(response_world.plan(PLAYBOOK, threat).changes) == left
        finally:
            emulator.allow()


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        ("arn:aws:route53:::hostedzone/Z0GONE", "is not there any more"),
        ("arn:aws:route53:::healthcheck/1", "is no domain and no hosted zone"),
        ("a b.com", "is no domain and no hosted zone"),
        ("", "is no domain and no hosted zone"),
        ("nowhere.example", "Lock the domain nowhere.example at its registrar"),
    ],
)
def test_what_is_not_here_is_left_to_a_person(
    response_world: ResponseWorld, resource: str, told: str
) -> None:
    planned = response_world.plan(PLAYBOOK, response_world.threat("domain", resource))
    assert planned.changes == ()
    assert told in planned.steps[0].what


@pytest.mark.slow
def test_a_kill_at_any_point_leads_to_the_same_end(
    response_world: ResponseWorld, zone: Zone
) -> None:
    first = int(time.time()) * 1000
    zone.change("UPSERT", "www", "A", "203.0.113.66")
    zone.change("DELETE", "mail", "CNAME", "mail.example.com")
    zone.change("CREATE", "mail", "A", "203.0.113.66")
    threat = response_world.threat("domain", zone.id, first_at=first)
    response_world.die_everywhere(PLAYBOOK, threat, zone.read)
