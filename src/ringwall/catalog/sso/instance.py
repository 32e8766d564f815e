"""The instance of IAM Identity Center that an organization has."""

from collections.abc import Iterator

from ringwall.catalog.organizations.trusted import read_at_home
from ringwall.model.table import Reader, Row

GONE = ("ResourceNotFoundException",)


def read_instances(reader: Reader) -> Iterator[Row]:
    """Yield the instance, with the Region that it is in; nothing where there is none."""
    yield from read_at_home(reader, "sso.amazonaws.com", "sso-admin.list_instances", "Instances")


def read_permission_sets(reader: Reader) -> Iterator[Row]:
    """Yield the ARN of each permission set, with the instance that it is of."""
    for instance in read_instances(reader):
        for arn in reader.at(instance["Region"]).items(
            "sso-admin.list_permission_sets",
            "PermissionSets",
            InstanceArn=instance["InstanceArn"],
        ):
            yield {
                "PermissionSetArn": arn,
                "InstanceArn": instance["InstanceArn"],
                "OwnerAccountId": instance["OwnerAccountId"],
                "Region": instance["Region"],
            }
