"""Sections that do nothing without another one."""

from collections.abc import Callable

from ringwall.plan.blueprint_file import BlueprintFile
from ringwall.plan.checks.unmet_sections import unmet_sections
from ringwall.plan.landscape import make_landscape


def test_what_a_section_needs_is_enabled(acme: str, read: Callable[[str], BlueprintFile]) -> None:
    off = "detection: {trail: {enabled: false}, guardduty: {enabled: false}%s}\n"
    both = make_landscape(read(acme + off % ", security_hub: {enabled: false}"))
    assert [(remark.message, remark.kind) for remark in unmet_sections(both)] == [
        ("alarms: does nothing without trail", "note"),
        ("rules: does nothing without guardduty or security_hub", "note"),
    ]
    one = make_landscape(read(acme + off % ""))
    assert [remark.keys[-1] for remark in unmet_sections(one)] == ["alarms"]
    assert list(unmet_sections(make_landscape(read(acme)))) == []
