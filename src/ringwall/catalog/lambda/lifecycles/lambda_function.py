"""How functions come, change and go. Their policies, URLs and retries are rows of their own.

A function's code is an object of S3, whose name may have the hash of it: `{sha256}`. So the code
from before is still there where a change of it is undone.

https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
"""

import base64
import binascii
from typing import Any

from ringwall.model.change import Poll
from ringwall.model.lifecycle import Find, Lifecycle, Step, Update
from ringwall.model.table import Row

SHA256 = "{sha256}"
"""What stands for the hash, in hex, in the name of the object."""
_NAME = {"FunctionName": "{function_name}"}
_BUSY = ("ResourceConflictException",)
_ROLE_NOT_YET = ("InvalidParameterValueException",)
"""Its role was made just now."""
_SETTINGS = {
    "Role": "{role}",
    "Runtime": "{runtime}",
    "Handler": "{handler}",
    "Timeout": "{timeout}",
    "MemorySize": "{memory_size}",
    "Description": "{description}",
    "Environment": {"Variables": "{own_variables}"},
    "DeadLetterConfig": {"TargetArn": "{dead_letter_target_arn}"},
}
_COLUMNS = (
    "role",
    "runtime",
    "handler",
    "timeout",
    "memory_size",
    "description",
    "own_variables",
    "dead_letter_target_arn",
)
_TAG = Step("lambda.tag_resource", {"Resource": "{found.arn}", "Tags": "{tags|map}"}, blast="none")
_STATES = ("Active", "Inactive")
_IS_MADE = Poll(
    "lambda.get_function_configuration",
    _NAME,
    "State",
    _STATES,
    ("Failed",),
    "StateReason",
)
_IS_CHANGED = Poll(
    "lambda.get_function_configuration",
    _NAME,
    "LastUpdateStatus",
    ("Successful",),
    ("Failed",),
    "LastUpdateStatusReason",
)


def name_object(key: str, code_sha256: Any) -> str:
    """Return the name of an object with code; a hash that nobody knows yet is left as it is."""
    try:
        digest = base64.b64decode(code_sha256, validate=True).hex()
    except (binascii.Error, TypeError, ValueError):
        return key
    return key.replace(SHA256, digest)


def write_creation(names: Row) -> Row:
    """Return the parameters of `create_function`."""
    variables, queue = names.get("own_variables"), names.get("dead_letter_target_arn")
    given = {
        "FunctionName": names["function_name"],
        "Architectures": names["architectures"],
        "Code": _name_code(names),
        "Role": names["role"],
        "Runtime": names["runtime"],
        "Handler": names["handler"],
        "Timeout": names["timeout"],
        "MemorySize": names["memory_size"],
        "Description": names.get("description"),
        "Environment": {"Variables": variables} if variables else None,
        "DeadLetterConfig": {"TargetArn": queue} if queue else None,
        "Tags": dict(names["tags"]),
    }
    return {name: value for name, value in given.items() if value is not None}


def write_code(names: Row) -> Row:
    """Return the parameters of `update_function_code`."""
    return {
        "FunctionName": names["function_name"],
        "Architectures": names["architectures"],
        **_name_code(names),
    }


def _name_code(names: Row) -> Row:
    """Return where the code is; nothing where only the function knew that."""
    if "code_key" not in names:
        return {}
    key = name_object(names["code_key"], names["code_sha256"])
    return {"S3Bucket": names["code_bucket"], "S3Key": key}


function = Lifecycle(
    table="lambda_function",
    find=Find("lambda.get_function_configuration", _NAME, absent=("ResourceNotFoundException",)),
    identity=("function_name",),
    named_by=("function_name",),
    ids=("arn", "function_name"),
    given=("code_bucket", "code_key"),
    create=Step(
        "lambda.create_function",
        build=write_creation,
        retry=(*_BUSY, *_ROLE_NOT_YET),
        poll=_IS_MADE,
        also=("iam:PassRole", "lambda:TagResource", "s3:GetObject"),
    ),
    creates=("function_name", "architectures", "code_sha256", *_COLUMNS, "tags"),
    updates=(
        Update(
            ("code_sha256", "architectures"),
            Step(
                "lambda.update_function_code",
                build=write_code,
                retry=_BUSY,
                poll=_IS_CHANGED,
                also=("s3:GetObject",),
            ),
        ),
        Update(
            _COLUMNS,
            Step(
                "lambda.update_function_configuration",
                {**_NAME, **_SETTINGS},
                retry=(*_BUSY, *_ROLE_NOT_YET),
                poll=_IS_CHANGED,
                also=("iam:PassRole",),
            ),
        ),
        Update(
            ("reserved_concurrent_executions",),
            Step(
                "lambda.put_function_concurrency",
                {**_NAME, "ReservedConcurrentExecutions": "{reserved_concurrent_executions}"},
                retry=_BUSY,
                blast="availability",
            ),
            choose={-1: Step("lambda.delete_function_concurrency", _NAME, retry=_BUSY)},
        ),
        Update(("tags",), _TAG),
    ),
    erase=Step("lambda.delete_function", _NAME, retry=_BUSY, blast="availability"),
    parts={
        "lambda_event_invoke_config": {"function_name": "function_name"},
        "lambda_permission": {"function_name": "function_name"},
        "lambda_url": {"function_arn": "arn"},
    },
    normal={"own_variables": "json"},
    owner="tag",
    retag=_TAG,
)
