from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.manual_step import ManualPart, ManualStep, by_hand


def test_a_function_becomes_the_part_of_a_section() -> None:
    def enroll(_: Landscape) -> list[ManualStep]:
        return []

    assert by_hand("identity.keys")(enroll) == ManualPart("identity.keys", enroll)
