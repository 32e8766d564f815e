from io import StringIO

from ringwall.catalog.requirements import Framework
from ringwall.hub.frameworks import FRAMEWORK_FORMATS, judge_framework, write_framework
from ringwall.hub.summary import Summary


def test_each_format_tells_of_each_requirement_and_nothing_acts_on_a_screen(
    own_framework: Framework, framework_summary: Summary
) -> None:
    hostile = Summary(
        "snap\x1b[2J",
        1_000,
        {"111111111111": "dev\x1b[2J"},
        counts=framework_summary.counts,
        rules=framework_summary.rules,
    )
    for form in FRAMEWORK_FORMATS:
        out = StringIO()
        write_framework(form, judge_framework(own_framework, hostile), out, hostile)
        text = out.getvalue()
        assert "\x1b" not in text, form
        for each in own_framework.requirements:
            assert each.title.split()[0] in text, form
