"""What Amazon Detective tells of a behavior graph, read for several tables."""

from collections.abc import Iterator

from ringwall.model.errors import AccessDenied
from ringwall.model.table import Reader, Row


def read_members(reader: Reader) -> Iterator[Row]:
    """Yield the accounts whose data goes into the account's graph."""
    for graph in reader.items("detective.list_graphs", "GraphList"):
        yield from reader.items("detective.list_members", "MemberDetails", GraphArn=graph["Arn"])


def read_configuration(reader: Reader) -> Iterator[Row]:
    """Yield whether new accounts are members, to the organization's administrator alone.

    AWS has one error code for who may not ask and for who is no administrator. That an
    administrator may not ask is known where IAM says so, and where the graph has accounts of the
    organization.
    """
    for graph in reader.items("detective.list_graphs", "GraphList"):
        arn = graph["Arn"]
        try:
            found = reader.call("detective.describe_organization_configuration", GraphArn=arn)
        except AccessDenied as error:
            if "not authorized to perform" in str(error) or any(
                member.get("InvitationType") == "ORGANIZATION" for member in read_members(reader)
            ):
                raise
        else:
            yield {"Arn": arn, **found}
