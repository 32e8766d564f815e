"""Conformance packs: rules that AWS manages, chosen for every account. Each is a file of `packs/`.

A file lists the rules of a pack; the template that AWS Config takes is made of it.
https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
"""

import csv
import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).with_name("packs")


class PackRule(NamedTuple):
    """A rule of a pack: AWS's identifier, its parameters as name=value, and what it is for."""

    rule: str
    parameters: str
    why: str


@cache
def read_pack(name: str) -> tuple[PackRule, ...]:
    """Return the rules of a pack."""
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return tuple(PackRule(**row) for row in csv.DictReader(file))


def write_template(name: str) -> str:
    """Return the template of a pack: JSON, which is YAML too."""
    resources = {_name(rule): _describe(rule) for rule in read_pack(name)}
    return json.dumps({"Resources": resources}, indent=1)


def _name(rule: PackRule) -> str:
    return "".join(word.capitalize() for word in rule.rule.split("_"))


def _describe(rule: PackRule) -> dict[str, object]:
    parameters = dict(pair.split("=") for pair in rule.parameters.split())
    return {
        "Type": "AWS::Config::ConfigRule",
        "Properties": {
            "ConfigRuleName": rule.rule.lower().replace("_", "-"),
            "Description": rule.why,
            "Source": {"Owner": "AWS", "SourceIdentifier": rule.rule},
            **({"InputParameters": parameters} if parameters else {}),
        },
    }
