"""Answers of AWS that nobody here has written: the examples of botocore's service models."""

from typing import Any

from botocore.loaders import create_loader


def load_example(service: str, operation: str) -> Any:
    """Return the longest answer that botocore's examples have of an operation."""
    examples = _read_examples(service, operation)
    return max((one["output"] for one in examples), key=lambda output: len(str(output)))


def read_example(service: str, operation: str, number: int = 0) -> dict[str, Any]:
    """Return the answer of an example of an operation: `read_example("elb", "DescribeTags")`."""
    answer: dict[str, Any] = _read_examples(service, operation)[number]["output"]
    return answer


def _read_examples(service: str, operation: str) -> list[dict[str, Any]]:
    model = create_loader().load_service_model(service, "examples-1")
    found: list[dict[str, Any]] = model["examples"][operation]
    return found
