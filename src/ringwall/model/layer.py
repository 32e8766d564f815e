"""The six layers of defense: a label on everything that Ringwall knows or does."""

from typing import Literal, get_args

Layer = Literal["accounts", "identity", "infrastructure", "data", "detection", "response"]
"""One of the six layers, from the outermost inwards."""

LAYERS: tuple[Layer, ...] = get_args(Layer)
"""All layers, in the order in which reports show them."""


def find_layer(section: str) -> Layer:
    """Return the layer of a section: that of `detection.trail` is detection."""
    return next(layer for layer in LAYERS if layer == section.partition(".")[0])
