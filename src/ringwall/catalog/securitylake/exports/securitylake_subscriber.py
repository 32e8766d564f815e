"""Where CloudFormation has subscribers of Security Lake."""

from typing import Any

from ringwall.model.export import TableExport


def write_sources(sources: list[dict[str, dict[str, str]]]) -> list[dict[str, Any]]:
    """Return sources of the API as CloudFormation has them: names begin with capital letters."""
    return [
        {_capitalize(kind): {_capitalize(key): text for key, text in source.items()}}
        for one in sources
        for kind, source in one.items()
    ]


def _capitalize(name: str) -> str:
    return name[:1].upper() + name[1:]


subscriber = TableExport(
    table="securitylake_subscriber",
    properties={
        "DataLakeArn": "arn:{partition}:securitylake:{region}:{account_id}:data-lake/default",
        "Sources": "{sources}",
        "SubscriberIdentity.ExternalId": "{external_id}",
    },
    values={"sources": write_sources},
)
