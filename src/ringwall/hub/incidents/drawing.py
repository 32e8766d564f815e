"""An incident drawn: time runs to the right, each stage is a lane, each mark a hit or several.

The SVG needs no script and no style of its own but classes; whatever hits say is escaped in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ringwall.hub.incidents.story import Moment, Story, to_moment
from ringwall.model.attack import TACTICS, Tactic
from ringwall.model.rule import SEVERITIES, Severity
from ringwall.model.text import count_of, make_visible

WIDTH = 960
LEFT = 190
RIGHT = 66
TOP = 34
LANE = 36
RADIUS = 10
TICKS = 5
DAY = 86_400_000
NUMBERED = 99


@dataclass(frozen=True)
class TimelineMark:
    """What a drawing shows as one: hits of one rule that lie too close to be told apart."""

    number: int
    moments: tuple[Moment, ...]
    x: float

    @property
    def first(self) -> Moment:
        """The earliest hit."""
        return self.moments[0]

    @property
    def stage(self) -> Tactic | None:
        """The lane."""
        return self.first.stage

    @property
    def severity(self) -> Severity:
        """The severity of the gravest hit."""
        return max((m.words.severity for m in self.moments), key=SEVERITIES.index)


def find_marks(story: Story) -> tuple[TimelineMark, ...]:
    """Return the marks of a story, in the order of their time."""
    first, last = story.moments[0].at, story.moments[-1].at
    groups: list[tuple[float, list[Moment]]] = []
    latest: dict[tuple[str, Tactic | None], int] = {}
    for moment in story.moments:
        x = _place(moment.at, first, last)
        key = (moment.hit.rule, moment.stage)
        place = latest.get(key)
        if place is not None and x - groups[place][0] < 2 * RADIUS:
            groups[place][1].append(moment)
            continue
        latest[key] = len(groups)
        groups.append((x, [moment]))
    return tuple(
        TimelineMark(number, tuple(moments), x) for number, (x, moments) in enumerate(groups, 1)
    )


def draw_timeline(story: Story, marks: Sequence[TimelineMark]) -> Markup:
    """Return the drawing of a story as SVG."""
    lanes = _find_lanes(story)
    height = TOP + LANE * len(lanes) + 8
    return Markup(
        '<svg class="timeline" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">'
        "{lanes}{axis}{path}{marks}</svg>"
    ).format(
        width=WIDTH,
        height=height,
        label=make_visible(_describe(story, lanes)),
        lanes=Markup("").join(_draw_lanes(lanes)),
        axis=Markup("").join(_draw_axis(story, height)),
        path=_draw_path(marks, lanes),
        marks=Markup("").join(_draw_mark(mark, lanes) for mark in marks),
    )


def _find_lanes(story: Story) -> list[Tactic | None]:
    stages = {moment.stage for moment in story.moments}
    known: list[Tactic | None] = [tactic for tactic in TACTICS if tactic in stages]
    return [*known, None] if None in stages else known


def _place(at: int, first: int, last: int) -> float:
    room = WIDTH - LEFT - RIGHT
    return LEFT + (room * (at - first) / (last - first) if last > first else room / 2)


def _describe(story: Story, lanes: Sequence[Tactic | None]) -> str:
    stages = ", ".join(lane or "stage not known" for lane in lanes)
    hits = count_of(len(story.moments), "hit")
    return (
        f"Timeline of {story.incident.id}: {hits} in the stages {stages}, "
        f"from {_say(story.moments[0].at)} to {_say(story.moments[-1].at)} UTC."
    )


def _draw_lanes(lanes: Sequence[Tactic | None]) -> Iterator[Markup]:
    for place, lane in enumerate(lanes):
        y = _find_y(place)
        yield Markup(
            '<text class="lane" x="0" y="{y}">{name}</text>'
            '<line class="track" x1="{left}" x2="{right}" y1="{y}" y2="{y}"/>'
        ).format(y=y, name=lane or "stage not known", left=LEFT - 14, right=WIDTH - RIGHT + 14)


def _draw_axis(story: Story, height: int) -> Iterator[Markup]:
    first, last = story.moments[0].at, story.moments[-1].at
    count = TICKS if last > first else 1
    for number in range(count):
        at = first + (last - first) * number // max(1, count - 1)
        yield Markup(
            '<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="22" y2="{bottom}"/>'
            '<text class="time" x="{x:.1f}" y="12">{time}</text>'
        ).format(x=_place(at, first, last), bottom=height - 8, time=_say(at))


def _draw_path(marks: Sequence[TimelineMark], lanes: Sequence[Tactic | None]) -> Markup:
    points = " ".join(f"{mark.x:.1f},{_find_y(lanes.index(mark.stage))}" for mark in marks)
    return Markup('<polyline class="way" points="{}"/>').format(points)


def _draw_mark(mark: TimelineMark, lanes: Sequence[Tactic | None]) -> Markup:
    y = _find_y(lanes.index(mark.stage))
    first = mark.first
    more = f" (and {len(mark.moments) - 1} more)" if len(mark.moments) > 1 else ""
    words = f"{_say(first.at)} {first.words.title}{more}: {first.hit.reason}"
    return Markup(
        '<g class="mark {severity}"><title>{words}</title>'
        '<circle cx="{x:.1f}" cy="{y}" r="{radius}"/><text x="{x:.1f}" y="{y}">{number}</text></g>'
    ).format(
        severity=mark.severity,
        words=make_visible(words),
        x=mark.x,
        y=y,
        radius=RADIUS + 3 * (len(mark.moments) > 1),
        number=mark.number if mark.number <= NUMBERED else "",
    )


def _find_y(place: int) -> int:
    return TOP + LANE * place + LANE // 2


def _say(at: int) -> str:
    return f"{to_moment(at):%Y-%m-%d %H:%M}"
