"""Foundation models are listed, and chosen by what they are."""

from typing import Any


def test_models_are_chosen(client: Any) -> None:
    bedrock = client("bedrock")
    every = bedrock.list_foundation_models()["modelSummaries"]
    found = bedrock.list_foundation_models(byOutputModality="EMBEDDING", byProvider="amazon")
    names = {model["modelId"] for model in found["modelSummaries"]}
    assert names == {"amazon.titan-embed-text-v1", "amazon.titan-embed-text-v2:0"}
    assert len(every) > len(names)
    tuned = bedrock.list_foundation_models(byCustomizationType="FINE_TUNING")["modelSummaries"]
    assert tuned == []
