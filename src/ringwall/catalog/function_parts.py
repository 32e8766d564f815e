"""What Lambda functions have beside their own settings, read for several tables."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.midway import unless_gone
from ringwall.model.errors import CallFailed
from ringwall.model.normal import parse_json
from ringwall.model.table import Reader, Row

LATEST = ":$LATEST"
NO_SUCH_CALL = "Unable to determine service/operation name to be authorized"
"""What Lambda says, as an AccessDeniedException, in regions that have no function URLs.

https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html lists those regions;
the message: https://github.com/zappa/Zappa/issues/1425.
"""
GONE = "ResourceNotFoundException"


def read_invoke_configs(reader: Reader) -> Iterator[Row]:
    """Yield how each function is invoked asynchronously, where somebody set that.

    What is set for versions and aliases is left out.
    """
    for function in reader.items("lambda.list_functions", "Functions"):
        name = function["FunctionName"]
        with unless_gone(GONE):
            found = reader.items(
                "lambda.list_function_event_invoke_configs",
                "FunctionEventInvokeConfigs",
                FunctionName=name,
            )
            for config in found:
                if config["FunctionArn"].endswith((f":{name}", LATEST)):
                    yield {**config, "FunctionName": name}


def read_permissions(reader: Reader) -> Iterator[Row]:
    """Yield the statements of each function's own policy."""
    for function in reader.items("lambda.list_functions", "Functions"):
        name = function["FunctionName"]
        with unless_gone(GONE):
            policy: Any = parse_json(reader.call("lambda.get_policy", FunctionName=name)["Policy"])
            for statement in policy["Statement"]:
                yield {**statement, "FunctionName": name, "FunctionArn": function["FunctionArn"]}


def read_urls(reader: Reader) -> Iterator[Row]:
    """Yield the URLs of each function, and of its aliases; none where the region has none."""
    for function in reader.items("lambda.list_functions", "Functions"):
        try:
            yield from reader.items(
                "lambda.list_function_url_configs",
                "FunctionUrlConfigs",
                FunctionName=function["FunctionName"],
                MaxItems=50,
            )
        except CallFailed as error:
            if NO_SUCH_CALL in str(error):
                return
            if error.code != GONE:
                raise
