"""Answers that AWS itself shows: the examples that come with botocore."""

from typing import Any

from botocore.loaders import create_loader


def load_example(service: str, operation: str) -> Any:
    """Return the longest answer that botocore's examples have of an operation."""
    examples = create_loader().load_service_model(service, "examples-1")["examples"]
    return max((one["output"] for one in examples[operation]), key=lambda o: len(str(o)))
