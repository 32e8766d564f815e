"""Whether a finding adheres to the AWS Security Finding Format (ASFF).

https://docs.aws.amazon.com/securityhub/latest/userguide/asff-required-attributes.html
"""

from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.security.hubs import Hub

SCHEMA = "2018-10-08"
MOST_RESOURCES = 32
NAMESPACES = frozenset(
    {
        "Software and Configuration Checks", "TTPs", "Effects", "Unusual Behaviors",
        "Sensitive Data Identifications",
    }
)  # fmt: skip
START = "Finding does not adhere to Amazon Finding Format."
PLAIN = {"string": str, "boolean": bool, "map": Mapping}


def find_asff_fault(shape: StructureShape, finding: Mapping[str, Any]) -> str:
    """Return what is wrong with a finding's format; '' where it is right."""
    fault = _find_fault(shape, finding, "data")
    if not fault:
        fault = _find_own_fault(finding)
    return f"{START} {fault}" if fault else ""


def _find_fault(shape: Shape, value: Any, path: str) -> str:
    if isinstance(shape, StructureShape):
        if not isinstance(value, Mapping):
            return f"{path} should be object"
        for name in shape.required_members:
            if value.get(name) is None:
                return f"{path} should have required property '{name}'"
        parts = ((shape.members[n], v, f"{path}.{n}") for n, v in value.items() if v is not None)
    elif isinstance(shape, ListShape):
        if not isinstance(value, list):
            return f"{path} should be array"
        parts = ((shape.member, v, f"{path}[{i}]") for i, v in enumerate(value))
    elif isinstance(shape, MapShape) and isinstance(value, Mapping):
        parts = ((shape.value, v, f"{path}['{n}']") for n, v in value.items())
    else:
        return _find_plain_fault(shape, value, path)
    return next(filter(None, (_find_fault(*part) for part in parts)), "")


def _find_plain_fault(shape: Shape, value: Any, path: str) -> str:
    wanted = PLAIN.get(shape.type_name, (int, float))
    if not isinstance(value, wanted):
        return f"{path} should be {shape.type_name}"
    choices = getattr(shape, "enum", None)
    if choices and value not in choices:
        return f"{path} should be equal to one of the allowed values"
    return ""


def _find_own_fault(finding: Mapping[str, Any]) -> str:
    """Return what is wrong that the model of the API does not tell."""
    if finding["SchemaVersion"] != SCHEMA:
        return f"data.SchemaVersion should be equal to '{SCHEMA}'"
    resources = finding["Resources"]
    if not 1 <= len(resources) <= MOST_RESOURCES:
        return f"data.Resources should NOT have fewer than 1 or more than {MOST_RESOURCES} items"
    provided = finding.get("FindingProviderFields") or {}
    if "Severity" not in finding and "Severity" not in provided:
        return "data should have required property 'Severity'"
    types = finding.get("Types") or provided.get("Types") or ()
    if any(kind.partition("/")[0] not in NAMESPACES for kind in types):
        return "data.Types[0] should match a namespace of finding types"
    for name in ("CreatedAt", "UpdatedAt"):
        if "T" not in finding[name]:
            return f"data.{name} should match format 'date-time'"
    return ""


def find_product_fault(hub: Hub, finding: Mapping[str, Any]) -> str:
    """Return why an account cannot import a finding under its product; '' where it can.

    https://docs.aws.amazon.com/securityhub/latest/userguide/custom-product-arn.html
    """
    place = f"arn:{own_partition()}:securityhub:{hub.region}:{hub.account_id}"
    own = f"{place}:product/{hub.account_id}/default"
    if finding["ProductArn"] != own:
        return f"Account {hub.account_id} cannot import findings of product {finding['ProductArn']}"
    if finding["AwsAccountId"] != hub.account_id:
        return f"Account {hub.account_id} cannot import findings for {finding['AwsAccountId']}"
    return ""
