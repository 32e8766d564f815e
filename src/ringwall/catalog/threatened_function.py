"""The function of a threat: looked for by its ARN or its name, and what of it can be called."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from ringwall.model.change import Change
from ringwall.model.errors import CallFailed, NeedsHuman
from ringwall.model.table import Reader, Row
from ringwall.model.threat import Scene, Threat

NAME = r"[\w-]{1,64}"
QUALIFIER = r"[\w$-]{1,128}"
GONE = ("ResourceNotFoundException",)
_FUNCTION = re.compile(
    rf"(?:(?:arn:[a-z-]{{3,20}}:lambda:([a-z0-9-]{{5,20}}):)?(\d{{12}}):function:)?({NAME})"
    rf"(?::{QUALIFIER})?",
    re.ASCII,
)


@dataclass(frozen=True)
class ThreatenedFunction:
    """A function that is there; `reader` is in its Region."""

    name: str
    arn: str
    owner: str
    reader: Reader
    settings: Row
    """Its configuration, of which the environment is never shown: it may hold secrets."""

    def make(self, **facts: Any) -> Change:
        """Return a Change about it that contains, and stops what runs, unless told otherwise."""
        make = partial(Change, account_id=self.owner, region=self.reader.region, resource=self.arn)
        facts = {"blast": "availability", "stage": "contain", **facts}
        return make(layer="response", **facts)

    def qualifiers(self) -> Iterable[str]:
        """Return what it can be called by beside its name: aliases and published versions."""
        aliases = self.reader.items("lambda.list_aliases", "Aliases", FunctionName=self.name)
        yield from (alias["Name"] for alias in aliases)
        yield from (one["Version"] for one in self.versions() if one["Version"] != "$LATEST")

    def versions(self) -> Iterable[Row]:
        """Return its versions, the one that is worked on among them."""
        asked = {"FunctionName": self.name}
        return self.reader.items("lambda.list_versions_by_function", "Versions", **asked)


def open_function(threat: Threat, scene: Scene) -> ThreatenedFunction:
    """Return the function of a threat; NeedsHuman where it names none, or where there is none."""
    found = _FUNCTION.fullmatch(threat.resource)
    if not found:
        raise NeedsHuman(f"{threat.resource} is no Lambda function")
    if found[2] and found[2] != threat.account_id:
        raise NeedsHuman(f"{threat.resource} is of account {found[2]}: respond there")
    reader = scene.reader(threat, found[1] or "")
    try:
        settings = reader.call("lambda.get_function_configuration", FunctionName=found[3])
    except CallFailed as error:
        if error.is_one_of(GONE):
            raise NeedsHuman(f"{found[3]}: there is no such function any more") from error
        raise
    owner = threat.account_id
    arn = f"arn:{reader.partition}:lambda:{reader.region}:{owner}:function:{found[3]}"
    return ThreatenedFunction(found[3], arn, owner, reader, settings)
