from ringwall.model.blueprint.control_tower import ControlTower


def test_control_tower_is_used_where_a_landing_zone_is() -> None:
    assert not ControlTower().enabled
    assert ControlTower(landing_zone="adopt").enabled
    assert ControlTower(landing_zone="create").enabled
