"""Control Tower in a blueprint: used or left alone."""

from ringwall.model.blueprint.control_tower import ControlTower


def test_it_is_used_where_there_is_or_shall_be_a_landing_zone() -> None:
    assert not ControlTower().enabled
    assert ControlTower(landing_zone="adopt").enabled
    assert ControlTower(landing_zone="create").enabled
