"""Why a callback was refused: with a status of HTTP, and a reason that tells its sender nothing."""

from ringwall.model.errors import RingwallError


class CallbackRefused(RingwallError):
    """What came in was not taken: forged, late, taken before, by nobody known, or too much.

    `answer_url` is where the channel wants to be told why, '' where its answer tells it.
    """

    def __init__(self, message: str, status: int = 403, answer_url: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.answer_url = answer_url
