"""An incident drawn: lanes in the order of an attack, marks in the order of time, all escaped."""

import re
import xml.etree.ElementTree as ET

import incident_stories as stories

from ringwall.hub.incidents.drawing import LEFT, RIGHT, WIDTH, draw_timeline, find_marks
from ringwall.hub.incidents.group import group_hits
from ringwall.hub.incidents.story import Story, tell_story
from ringwall.model.detection import Hit


def _tell(hits: list[Hit]) -> Story:
    (group,) = group_hits(hits)
    return tell_story(group.id, group.hits, stories.RULES)


def _draw(story: Story) -> ET.Element:
    return _parse(draw_timeline(story, find_marks(story)))


def _parse(drawing: str) -> ET.Element:
    return ET.fromstring(drawing)  # noqa: S314 - what we have drawn ourselves


def _texts(drawing: ET.Element, kind: str) -> list[str]:
    return [each.text or "" for each in drawing.iter("text") if each.get("class") == kind]


def test_lanes_are_stages_in_the_order_of_an_attack() -> None:
    drawing = _draw(_tell(stories.leaked_key()))
    assert _texts(drawing, "lane") == ["initial access", "persistence", "discovery", "exfiltration"]
    assert _texts(drawing, "time")[0] == "2026-01-31 10:00"
    assert _texts(drawing, "time")[-1] == "2026-01-31 12:00"
    assert "4 hits in the stages initial access" in str(drawing.get("aria-label"))


def test_marks_run_from_left_to_right_through_the_lanes() -> None:
    story = _tell(stories.leaked_key())
    marks = find_marks(story)
    assert [mark.number for mark in marks] == [1, 2, 3, 4]
    assert (marks[0].x, marks[-1].x) == (LEFT, WIDTH - RIGHT)
    drawing = _draw(story)
    circles = [(float(c.get("cx", 0)), float(c.get("cy", 0))) for c in drawing.iter("circle")]
    (way,) = drawing.iter("polyline")
    points = [tuple(map(float, point.split(","))) for point in str(way.get("points")).split()]
    assert points == circles
    assert [g.get("class") for g in drawing.iter("g")] == [
        "mark high", "mark low", "mark medium", "mark high",
    ]  # fmt: skip


def test_hits_of_one_rule_that_lie_close_are_one_mark() -> None:
    hits = [stories.make_hit("odd.behavior", number / 100) for number in range(50)]
    marks = find_marks(_tell([*hits, stories.make_hit("iam.admin_attached", 20)]))
    assert [len(mark.moments) for mark in marks] == [50, 1]
    (mark,) = find_marks(_tell(hits[:1] * 2))
    assert len(mark.moments) == 1


def test_one_hit_stands_in_the_middle_and_an_unknown_stage_has_a_lane() -> None:
    story = _tell([stories.make_hit("odd.behavior")])
    (mark,) = find_marks(story)
    assert LEFT < mark.x < WIDTH - RIGHT
    assert _texts(_draw(story), "lane") == ["stage not known"]
    assert len(_texts(_draw(story), "time")) == 1


def test_a_hostile_hit_is_text_and_nothing_else() -> None:
    hostile = "</title></svg><script>alert(1)</script>\x1b[2J\u202e\" onload='x'"
    story = _tell([stories.make_hit("odd.behavior", reason=hostile, resource=hostile)])
    source = str(draw_timeline(story, find_marks(story)))
    assert "<script" not in source
    assert source.isprintable()
    (title,) = _parse(source).iter("title")
    assert "<script>alert(1)</script>" in str(title.text)
    assert not re.search(r"\son\w+=[\"']", re.sub(r"<title>.*?</title>", "", source))
