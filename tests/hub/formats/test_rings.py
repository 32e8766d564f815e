import xml.etree.ElementTree as ET

from ringwall.hub.formats.rings import draw_rings
from ringwall.hub.score import Score
from ringwall.model.layer import LAYERS, Layer


def _rings(**percents: int | None) -> tuple[ET.Element, list[ET.Element]]:
    layers: dict[Layer, Score] = {
        layer: Score(percents.get(layer, 50), percents.get(layer, 50)) for layer in LAYERS
    }
    drawing = ET.fromstring(draw_rings(layers, Score(42, 42)))  # noqa: S314 - our own
    return drawing, drawing.findall("g")


def test_each_layer_is_a_ring_the_first_outermost() -> None:
    drawing, rings = _rings()
    radii = [int(ring.find("circle").get("r", 0)) for ring in rings]  # type: ignore[union-attr]
    assert len(radii) == len(LAYERS)
    assert radii == sorted(radii, reverse=True)
    assert [ring.findtext("title") for ring in rings] == [f"{layer}: 50 %" for layer in LAYERS]
    assert drawing.findtext("text") == "42"


def test_the_arc_is_as_long_as_the_score_and_missing_where_nothing_passes() -> None:
    _, rings = _rings(accounts=83, identity=0, data=None)
    arcs = [ring.find("circle[@class='wall']") for ring in rings]
    assert arcs[0] is not None
    assert arcs[0].get("stroke-dasharray") == "83 17"
    assert (arcs[1], arcs[3]) == (None, None)
    assert [rings[place].get("class") for place in (0, 1, 3)] == ["fair", "bad", "none"]
    assert rings[3].findtext("title") == "data: no verdict"


def test_the_drawing_says_in_words_what_it_shows() -> None:
    drawing, _ = _rings(accounts=83, data=None)
    assert drawing.get("role") == "img"
    assert "accounts 83 %" in drawing.get("aria-label", "")
    assert "data no verdict" in drawing.get("aria-label", "")


def test_a_range_is_drawn_to_what_is_certain_and_told_as_a_range() -> None:
    layers: dict[Layer, Score] = {layer: Score(41, 63) for layer in LAYERS}
    drawing = ET.fromstring(draw_rings(layers, Score(41, 63)))  # noqa: S314 - our own
    arc = drawing.find("g/circle[@class='wall']")
    assert arc is not None
    assert arc.get("stroke-dasharray") == "41 59"
    assert drawing.findtext("text") == "41\u201363"
    assert "data 41 to 63 %" in drawing.get("aria-label", "")
