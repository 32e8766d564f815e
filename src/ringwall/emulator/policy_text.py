"""Policy documents as text: how long one is, as AWS counts it."""

import json
from typing import Any


def measure_policy(document: Any) -> int:
    """Return the characters of a policy without white space outside of its strings.

    What is no JSON counts as it stands: whoever reads it refuses it.
    """
    text = document.decode() if isinstance(document, bytes) else document
    try:
        read = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return len(text)
    return len(json.dumps(read, separators=(",", ":"), ensure_ascii=False))
