"""The six layers drawn as rings of walls: what is missing from a ring fails there."""

from collections.abc import Iterator, Mapping
from math import cos, sin

from markupsafe import Markup

from ringwall.hub.score import Score
from ringwall.model.layer import Layer

SIZE = 330
OUTERMOST = 152
STEP = 19
WIDTH = 14
INDENT = 9
LEGIBLE = 8
"""The least score whose arc is long enough to hold the ring's number."""
LONG = 3
"""Letters of the whole score that fit into the innermost ring at full size."""


def draw_rings(layers: Mapping[Layer, Score], whole: Score) -> Markup:
    """Return an SVG of one ring per layer, the first outermost, with the whole score inside."""
    words = ", ".join(f"{layer} {_percent(score)}" for layer, score in layers.items())
    rings = Markup("").join(_draw(layers))
    return Markup(
        '<svg class="rings" viewBox="0 0 {size} {size}" role="img" aria-label="{label}">'
        '{rings}<text class="whole{size_class}" x="{middle}" y="{middle}">{whole}</text>'
        '<text class="caption" x="{middle}" y="{below}">overall</text></svg>'
    ).format(
        size=SIZE,
        label=f"Scores of the layers, from the outermost ring inwards: {words}.",
        rings=rings,
        middle=SIZE // 2,
        below=SIZE // 2 + 22,
        whole="?" if whole.least is None else whole.text.replace(" to ", "\N{EN DASH}"),
        size_class=" range" if len(whole.text) > LONG else "",
    )


def _draw(layers: Mapping[Layer, Score]) -> Iterator[Markup]:
    middle = SIZE // 2
    for place, (layer, score) in enumerate(layers.items()):
        radius = OUTERMOST - place * STEP
        circle = Markup(
            '<circle cx="{0}" cy="{0}" r="{1}" fill="none" stroke-width="{2}" pathLength="100" '
        ).format(middle, radius, WIDTH)
        yield Markup('<g class="{}"><title>{}</title>').format(
            score.band, f"{layer}: {_percent(score)}"
        )
        yield circle + Markup('class="track"/>')
        if score.least:
            turn = f"rotate(-90 {middle} {middle})"
            yield circle + Markup('class="wall" stroke-dasharray="{} {}" transform="{}"/>').format(
                score.least, 100 - score.least, turn
            )
        yield _number(place + 1, radius, is_on_wall=(score.least or 0) >= LEGIBLE) + Markup("</g>")


def _number(number: int, radius: int, *, is_on_wall: bool) -> Markup:
    """Write a ring's number just after its start at the top."""
    angle = INDENT / radius
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(
        "on-wall" if is_on_wall else "on-track",
        SIZE / 2 + radius * sin(angle),
        SIZE / 2 - radius * cos(angle),
        number,
    )


def _percent(score: Score) -> str:
    return "no verdict" if score.least is None else f"{score.text} %"
