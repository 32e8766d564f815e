"""Aliases and published versions of Lambda functions, each with a policy of its own."""

import re
from collections.abc import Iterator

from ringwall.model.errors import CallFailed
from ringwall.model.table import Call, Reader, Row, Table, document, text

_LATEST = "$LATEST"
_VERSION = re.compile(r"\$LATEST|[0-9]+")


def _qualifiers(reader: Reader) -> Iterator[Row | CallFailed]:
    """Yield every version but the unpublished one, and every alias.

    In place of the aliases of a function that cannot be listed: why they cannot.
    """
    for found in reader.items("lambda.list_functions", "Functions", FunctionVersion="ALL"):
        name, version = found["FunctionName"], found["Version"]
        if not _VERSION.fullmatch(version):
            raise ValueError(f"{version!r:.40} is no version of a function")
        if version == _LATEST:
            yield from _aliases(reader, name)
        else:
            yield {
                "Arn": found["FunctionArn"],
                "Qualifier": version,
                "FunctionName": name,
                "FunctionVersion": version,
            }


def _aliases(reader: Reader, name: str) -> Iterator[Row | CallFailed]:
    try:
        for found in reader.items("lambda.list_aliases", "Aliases", FunctionName=name):
            yield {
                "Arn": found["AliasArn"],
                "Qualifier": found["Name"],
                "FunctionName": name,
                "FunctionVersion": found.get("FunctionVersion"),
            }
    except CallFailed as error:
        if error.code != "ResourceNotFoundException":
            yield error  # else the function was deleted meanwhile


alias = Table(
    name="lambda_alias",
    doc=(
        "An alias or a published version of a Lambda function. Each has a policy of its own, which "
        "also decides about its URL."
    ),
    cloudformation="AWS::Lambda::Alias",
    fetch=_qualifiers,
    arn="Arn",
    calls=(
        Call(
            "lambda.get_policy",
            "Policy",
            {"FunctionName": "{FunctionName}", "Qualifier": "{Qualifier}"},
            into="Policy",
            absent=("ResourceNotFoundException",),
        ),
    ),
    columns=(
        text("name", "Qualifier", "The alias's name, or the version's number.", property="Name"),
        text("function_name", "FunctionName", "The function's name."),
        text("function_version", "FunctionVersion", "The version that it invokes."),
        document("policy", "Policy", "Its policy; {} where there is none.", required=True),
    ),
    policy="policy",
    part_of="lambda_function",
)
