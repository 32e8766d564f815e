"""What a plan would have to know and nobody read."""

from collections.abc import Callable

from ringwall.plan.obstacle import PlannedEstate
from ringwall.plan.obstacles.unread_demands import unread_demands
from ringwall.plan.reconciliation.estate import UNCOLLECTED

Plan = Callable[..., PlannedEstate]


def test_what_was_read_raises_no_doubt(plan: Plan) -> None:
    assert list(unread_demands(plan())) == []


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
