"""The resources whose calls failed are held with the reason, of the calls that a rule reads."""

from ringwall.audit.unknowns import Unknowns, hold_unknown_resources
from ringwall.model.coverage import COVERAGE, Coverage
from ringwall.store.engine.embedded import EmbeddedEngine

PLACE = ("111111111111", "eu-west-1", "bucket")


def test_failed_calls_are_held_by_resource_or_by_place() -> None:
    coverage = (
        Coverage(*PLACE, "Policy", "denied", "one", error="no"),
        Coverage(*PLACE, "Policy", "failed", "two", error="garbled"),
        Coverage(*PLACE, "Policy", "ok", "three"),
        Coverage(*PLACE, "Tags", "denied", "four"),
        Coverage(*PLACE, "Report", "not_collected", error="not in the file"),
    )
    unknowns = Unknowns((), (("bucket", "Policy"),), (("bucket", "Report"),))
    with EmbeddedEngine(threads=1) as engine:
        engine.create(COVERAGE, map(vars, coverage))
        hold_unknown_resources(engine, unknowns)
        held = engine.rows("select resource, reason from unknown_resource order by resource")
        assert [(row["resource"], row["reason"]) for row in held] == [
            ("one", "estate.bucket was not collected: denied: no"),
            ("two", "estate.bucket could not be read: garbled"),
        ]
        assert engine.rows("select resource from null_resource") == []
        (place,) = engine.rows("select account_id, region, reason from null_account")
        assert tuple(place.values()) == (
            *PLACE[:2],
            "estate.bucket was not collected: not in the file",
        )
