"""Policies as tests write them: statements, and the text of a document."""

import json
from typing import Any

Statement = dict[str, Any]


def allow(*actions: str, resource: Any = "*", **more: Any) -> Statement:
    return {"Effect": "Allow", "Action": [*actions], "Resource": resource, **more}


def deny(*actions: str, resource: Any = "*", **more: Any) -> Statement:
    return {**allow(*actions, resource=resource, **more), "Effect": "Deny"}


def write(*statements: Statement) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [*statements]})
