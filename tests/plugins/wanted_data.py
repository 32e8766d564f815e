"""What the layer data of a small blueprint wants: four accounts, two Regions."""

from wanted_detection import WantedDetection


class WantedData(WantedDetection):
    """The rows that the layer wants, with what else a blueprint says of it."""

    def __init__(
        self, data: str = "", rest: str = "", overrides: str = "", policies: str = "{}"
    ) -> None:
        super().__init__(
            rest=f"data: {{{data}}}\n{rest}",
            overrides=overrides,
            regions={"  email:": f"  policies: {policies}\n  email:"},
            layer="data.",
        )
