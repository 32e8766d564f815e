"""Bedrock: foundation models. The list has some of those that AWS offers, in each Region alike.

https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.handlers import emulates
from ringwall.emulator.state import EmulatorState

FILE = "foundation_models.csv"


@emulates("bedrock", "ListFoundationModels")
def list_models(_state: EmulatorState, call: EmulatedCall) -> Mapping[str, Any]:
    """Return the models of a provider, a modality, a customization or a kind of inference."""
    wanted = call.parameters
    chosen = (
        ("byProvider", "providerName"),
        ("byOutputModality", "outputModalities"),
        ("byCustomizationType", "customizationsSupported"),
        ("byInferenceType", "inferenceTypesSupported"),
    )
    found = [
        model
        for model in _show_models(call)
        if all(
            not wanted.get(member) or str(wanted[member]).lower() in _spell(model[name])
            for member, name in chosen
        )
    ]
    return {"modelSummaries": found}


def _spell(value: Any) -> set[str]:
    return {text.lower() for text in (value if isinstance(value, list) else [value])}


def _show_models(call: EmulatedCall) -> Iterator[dict[str, Any]]:
    for row in _load():
        yield {
            "modelArn": f"arn:{call.partition}:bedrock:{call.region}::foundation-model/{row['id']}",
            "modelId": row["id"],
            "modelName": row["name"],
            "providerName": row["provider"],
            "inputModalities": row["inputs"].split(),
            "outputModalities": row["outputs"].split(),
            "responseStreamingSupported": row["streaming"] == "yes",
            "customizationsSupported": row["customizations"].split(),
            "inferenceTypesSupported": row["inference"].split(),
            "modelLifecycle": {"status": row["status"]},
        }


@cache
def _load() -> tuple[dict[str, str], ...]:
    text = (files("ringwall.emulator.services") / FILE).read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
