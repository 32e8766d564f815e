"""How EC2 finds and tags what a blueprint made: by the owner's tag, for it knows no names."""

from collections.abc import Mapping
from typing import Any

from ringwall.model.blueprint.wanted import OWNER_TAG
from ringwall.model.lifecycle import Step

BY_OWNER: Mapping[str, Any] = {"Filters": [{"Name": f"tag:{OWNER_TAG}", "Values": ["{owner}"]}]}
"""Parameters of a `describe` call that finds what has the owner's tag."""
OWNER = f"Tags[?Key=='{OWNER_TAG}'].Value | [0]"
"""JMESPath of the owner's tag."""


def tag_on_creation(kind: str) -> list[Mapping[str, Any]]:
    """Return the parameter TagSpecifications of a creation: `vpc`, `subnet`."""
    return [{"ResourceType": kind, "Tags": "{tags|pairs}"}]


def tag_step(id_column: str) -> Step:
    """Return the call that tags what is there, by the column of its id."""
    parameters = {"Resources": [f"{{found.{id_column}}}"], "Tags": "{tags|pairs}"}
    return Step("ec2.create_tags", parameters, blast="none")
