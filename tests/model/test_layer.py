"""The six layers, in the order in which reports show them."""

from ringwall.model.layer import LAYERS


def test_layers_lead_from_the_outside_to_what_remains() -> None:
    assert LAYERS == (
        "accounts",
        "identity",
        "infrastructure",
        "data",
        "detection",
        "response",
    )
