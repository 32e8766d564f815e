"""What a plan would have to know and nobody read."""

from collections.abc import Callable

from ringwall.plan.obstacle import PlannedEstate
from ringwall.plan.obstacles.unread_demands import unread_demands
from ringwall.plan.reconciliation.estate import UNCOLLECTED

Plan = Callable[..., PlannedEstate]
There = dict[str, dict[tuple[str, str], tuple[dict[str, str], ...]]]
HERE = ("222222222222", "eu-west-1")
OFFERS, ZONES = "ec2_offered_endpoint_service", "ec2_availability_zone"
QUOTAS = ("servicequotas_service_quota",)


def test_what_was_read_raises_no_doubt(plan: Plan) -> None:
    there: There = {name: {HERE: ({},)} for name in (*QUOTAS, ZONES, OFFERS)}
    assert list(unread_demands(plan(there=there))) == []


def test_a_region_that_the_blueprint_had_not_at_collection_is_said(plan: Plan) -> None:
    there: There = {name: {HERE: ({},)} for name in (*QUOTAS, ZONES)}
    there[OFFERS] = {(HERE[0], "us-east-1"): ({},)}
    (found,) = unread_demands(plan(there=there))
    assert found.kind == "note"
    assert found.message == (
        "not known of prod in eu-west-1: which endpoints its Regions offer; all are assumed "
        "(`ringwall collect --blueprint FILE` reads it)"
    )


def test_what_was_not_asked_for_or_was_denied_is_said_with_what_is_assumed(plan: Plan) -> None:
    planned = plan(
        servicequotas_service_quota="estate.servicequotas_service_quota was not read: denied",
        ec2_availability_zone=UNCOLLECTED,
        ec2_offered_endpoint_service=UNCOLLECTED,
    )
    found = list(unread_demands(planned))
    assert {each.kind for each in found} == {"note"}
    assert [each.message for each in found] == [
        (
            "not known of prod: which zones the account has; those that most have are assumed "
            "(`ringwall collect --blueprint FILE` reads it)"
        ),
        (
            "not known of prod: which endpoints its Regions offer; all are assumed "
            "(`ringwall collect --blueprint FILE` reads it)"
        ),
        (
            "not known of prod: what the account's quotas are; AWS's defaults are assumed "
            "(estate.servicequotas_service_quota was not read: denied)"
        ),
    ]


def test_what_is_not_to_be_made_demands_nothing(plan: Plan) -> None:
    planned = plan(servicequotas_service_quota=UNCOLLECTED)
    nothing = PlannedEstate(planned.landscape, planned.wanted, (), planned.estate)
    assert list(unread_demands(nothing)) == []
