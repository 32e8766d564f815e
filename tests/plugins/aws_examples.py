"""Answers of AWS that nobody here has written: the examples of botocore's service models."""

from typing import Any

from botocore.loaders import create_loader


def read_example(service: str, operation: str, number: int = 0) -> dict[str, Any]:
    """Return the answer of an example of an operation: `read_example("elb", "DescribeTags")`."""
    examples = create_loader().load_service_model(service, "examples-1")["examples"]
    answer: dict[str, Any] = examples[operation][number]["output"]
    return answer
