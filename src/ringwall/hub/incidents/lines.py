"""The story of an incident as text, for whoever it wakes: what, who, when, what to do first."""

from collections.abc import Iterator
from typing import TextIO

from ringwall.hub.formats.csv import format_moment
from ringwall.hub.incidents.story import Moment, Story, choose_some
from ringwall.model.attack import find_technique
from ringwall.model.incident import Incident
from ringwall.model.text import count_of, make_visible

MOST_LINES = 200
"""Hits of the timeline that are printed: the first and the last of more."""
MOST_BESIDE = 50
"""Acts beside an incident that are printed: some of each rule of more."""


def print_story(story: Story, out: TextIO) -> None:
    """Write a story; all text from elsewhere is made visible, a line at a time."""
    out.writelines(f"{make_visible(line)}\n" for line in _lines(story))


def _lines(story: Story) -> Iterator[str]:
    incident = story.incident
    yield f"{incident.severity.upper()} {incident.score}/100  {incident.title}"
    yield f"{incident.id}  {_tell_status(incident)}"
    yield ""
    yield f"when      {_tell_time(incident)}"
    yield f"who       {incident.actor or 'not known'}"
    yield f"where     {_tell_places(story)}"
    yield f"stages    {', '.join(incident.stages) or 'not known'}"
    if incident.sequences:
        yield f"sequence  {', '.join(incident.sequences)}"
    yield f"sure      {incident.confidence}%"
    if story.aliases:
        yield f"also      {', '.join(story.aliases)}"
    yield ""
    yield "Do first"
    for number, step in enumerate(story.steps, 1):
        yield f"  {number}. {step}"
    yield ""
    yield "What happened (UTC)"
    yield from _tell_moments(story.moments)
    yield from _tell_context(story)
    yield ""
    yield f"Why {incident.score} of 100"
    for reason in story.parts:
        yield f"  {reason.points:+4}  {reason.text}"
    if story.suppressed:
        yield ""
        yield "Kept out by exceptions"
        for moment, suppression in story.suppressed:
            yield f"  {_second(moment.at)}  {moment.hit.rule}  {moment.hit.reason}"
            yield f"       {suppression.id} by {suppression.author}: {suppression.reason}"
    if story.events:
        yield ""
        yield "History"
        for event in story.events:
            author = f" by {event.author}" if event.author else ""
            detail = f": {event.detail}" if event.detail else ""
            yield f"  {_second(event.at)}  {event.incident} {event.kind}{author}{detail}"


def _tell_moments(moments: tuple[Moment, ...]) -> Iterator[str]:
    left = len(moments) - MOST_LINES
    head = moments if left <= 0 else moments[: MOST_LINES // 2]
    for moment in head:
        yield from _tell_moment(moment)
    if left > 0:
        yield f"  ... {count_of(left, 'more hit')}; `--format json` has them all"
        for moment in moments[-(MOST_LINES // 2) :]:
            yield from _tell_moment(moment)


def _tell_moment(moment: Moment) -> Iterator[str]:
    hit = moment.hit
    techniques = ", ".join(
        f"{technique.id} {technique.name}" if technique.name != technique.id else technique.id
        for technique in map(find_technique, moment.words.attacks)
    )
    stage = moment.stage or "stage not known"
    yield f"  {_second(moment.at)}  {moment.words.severity.upper():8} {moment.words.title}"
    yield f"       {hit.reason}" + (f" ({hit.count} times)" if hit.count > 1 else "")
    yield f"       who    {hit.session or hit.actor or hit.access_key or 'not known'}" + (
        f" from {hit.address}" if hit.address else ""
    )
    if hit.resource:
        yield f"       what   {hit.resource}"
    place = " ".join(part for part in (hit.account_id, hit.region) if part)
    yield f"       where  {place or 'not known'}; {stage}; {techniques or 'no technique'}"
    yield f"       rule   {hit.rule}" + (f"; event {hit.events[0]}" if hit.events else "")


def _tell_context(story: Story) -> Iterator[str]:
    """Yield what else was done by the same hands, one line each."""
    if not story.context:
        return
    yield ""
    yield "Seen beside it: common acts that say little alone"
    for moment in choose_some(story.context, MOST_BESIDE):
        hit = moment.hit
        who = hit.session or hit.actor or hit.access_key or hit.address or "not known"
        yield f"  {_second(moment.at)}  {hit.reason}" + (
            f" ({hit.count} times)" if hit.count > 1 else ""
        )
        yield f"       who    {who}; rule {hit.rule}"
    if (left := len(story.context) - MOST_BESIDE) > 0:
        yield f"  ... {left} more; `--format json` has them all"


def _tell_status(incident: Incident) -> str:
    if incident.status == "open":
        return "open"
    return f"closed {_second(incident.closed_at)}: {incident.reason}"


def _tell_time(incident: Incident) -> str:
    hits = count_of(incident.hits, "hit")
    if incident.first_at == incident.last_at:
        return f"{_second(incident.first_at)} UTC ({hits})"
    return f"{_second(incident.first_at)} to {_second(incident.last_at)} UTC ({hits})"


def _tell_places(story: Story) -> str:
    accounts = [
        f"{story.names[id_]} {id_}" if id_ in story.names else id_
        for id_ in story.incident.accounts
    ]
    return f"{', '.join(accounts) or 'not known'}; {', '.join(story.incident.regions) or '-'}"


def _second(milliseconds: int) -> str:
    return format_moment(milliseconds)[:19].replace("T", " ") or "-"
