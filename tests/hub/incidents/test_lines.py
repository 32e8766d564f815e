"""The story as text: readable, complete, and harmless to a terminal."""

from dataclasses import replace
from io import StringIO

import incident_stories as stories

from ringwall.hub.incidents.group import group_hits
from ringwall.hub.incidents.lines import MOST_LINES, print_story
from ringwall.hub.incidents.story import Story, tell_story
from ringwall.model.detection import Hit
from ringwall.model.incident import IncidentEvent, Suppression


def _tell(hits: list[Hit]) -> Story:
    (group,) = group_hits(hits)
    return tell_story(group.id, group.hits, stories.RULES)


def _print(story: Story) -> list[str]:
    out = StringIO()
    print_story(story, out)
    return out.getvalue().splitlines()


def test_the_story_says_what_who_when_and_what_to_do_first() -> None:
    lines = _print(_tell(stories.leaked_key()))
    assert lines[0].startswith("CRITICAL 100/100  Access key of user ann: initial access, ")
    assert lines[3] == "when      2026-01-31 10:00:00 to 2026-01-31 12:00:00 UTC (4 hits)"
    assert lines[4] == f"who       {stories.ANN}"
    assert lines.index("Do first") < lines.index("What happened (UTC)")
    text = "\n".join(lines)
    assert "  1. Deactivate the access key (account 111111111111): aws iam update-access" in text
    assert "iam.permissions_listed was seen (37 times)" in text
    assert "discovery; T1069.003 Cloud Groups" in text
    assert "  +62  the gravest rule is high" in text
    assert f"from {stories.STRANGER}" in text
    why = lines[lines.index("Why 100 of 100") + 1 :]
    parts = [int(line.split()[0]) for line in why if line.startswith("  ")]
    assert sum(parts) == 100
    assert parts[-1] < 0


def test_a_hostile_hit_stays_on_its_line_and_paints_nothing() -> None:
    hostile = "\x1b[2J\r\nSpoofed line\u202e\x9b"
    hit = stories.make_hit(
        "odd", actor=f"arn:aws:iam::1:user/{hostile}", reason=hostile, resource=hostile,
        address=hostile, events=(hostile,), account_id=hostile, region=hostile,
    )  # fmt: skip
    lines = _print(_tell([hit]))
    assert all(line.isprintable() for line in lines)
    assert not [line for line in lines if line.startswith("Spoofed")]


def test_a_long_timeline_is_cut_in_the_middle_and_says_so() -> None:
    lines = _print(_tell([stories.make_hit(f"rule_{n}", n / 10) for n in range(MOST_LINES + 7)]))
    assert "  ... 7 more hits; `--format json` has them all" in lines
    assert sum("rule   rule_" in line for line in lines) == MOST_LINES


def test_exceptions_aliases_and_history_are_told() -> None:
    story = _tell(stories.mining())
    suppression = Suppression("S1", "a robot", "ops", 1, 2, rule="x")
    incident = replace(story.incident, status="closed", closed_at=1, reason="a drill")
    text = "\n".join(
        _print(
            replace(
                story,
                incident=incident,
                aliases=("INC-old",),
                events=(IncidentEvent("INC-old", 1, "merged", "", "INC-new"),),
                suppressed=((story.moments[0], suppression),),
            )
        )
    )
    assert "also      INC-old" in text
    assert "closed 1970-01-01 00:00:00: a drill" in text
    assert "S1 by ops: a robot" in text
    assert "1970-01-01 00:00:00  INC-old merged: INC-new" in text
