"""Roles that belong to a service of AWS."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row, Table, text

PATH = "/aws-service-role/"


def _roles(reader: Reader) -> Iterator[Row]:
    """Yield each such role with its service, which its path names."""
    for role in reader.items("iam.list_roles", "Roles", PathPrefix=PATH, MaxItems=1000):
        service = role["Path"].removeprefix(PATH).strip("/")
        yield {**role, "ServiceName": service}


role = Table(
    name="iam_service_linked_role",
    doc="A role that a service of AWS uses in the account, and that it alone can change.",
    cloudformation="AWS::IAM::ServiceLinkedRole",
    scope="account",
    fetch=_roles,
    arn="Arn",
    columns=(
        text("role_name", "RoleName", "The role's name: AWSServiceRoleFor..."),
        text(
            "aws_service_name",
            "ServiceName",
            "The service: config.amazonaws.com.",
            property="AWSServiceName",
        ),
    ),
)
