"""What tests of channels send with: secrets in sight, limits of a second, a clock that stands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from notices import NOW

from ringwall.model.notice import Notice
from ringwall.model.response_channels import SecretPlace
from ringwall.model.response_policy import Person
from ringwall.respond.channels.https import HttpClient
from ringwall.respond.channels.sending import Delivery, Equipment
from ringwall.respond.channels.templates import NoticeTemplates

SIGNING = "signing-secret-1"
URL = "https://ringwall.example.com"
PEOPLE = (
    Person(principal="ann", slack="U0ANN", teams="11-aa", email="ann@example.com", approves=True),
    Person(principal="bob", slack="U0BOB", teams="22-bb", email="bob@example.com", approves=True),
    Person(principal="eve", slack="U0EVE", teams="33-cc", email="eve@example.com"),
)


@dataclass(frozen=True)
class Secrets:
    """Secrets by the name of their variable."""

    values: Mapping[str, str]

    def __call__(self, place: SecretPlace) -> str:
        return self.values[place.env]


def equip(**secrets: str) -> Equipment:
    """Return what channels send with; `signing` is there unless it is given."""
    return Equipment(
        http=HttpClient(read_seconds=0.5, total_seconds=1.0),
        secret=Secrets({"SIGNING": SIGNING, **secrets}),
        now=lambda: NOW,
        people=PEOPLE,
        callback_url=URL,
    )


def make_delivery(notice: Notice, uid: str = "0" * 32, **more: Any) -> Delivery:
    """Return a notice on its way, as our own templates write it."""
    text = NoticeTemplates().write(notice)
    return replace(Delivery(uid, notice, text, NOW), **more)
