"""Groups of IAM Identity Center: what assignments name by an ID alone."""

from collections.abc import Iterator

from ringwall.catalog.sso.instance import read_instances
from ringwall.model.table import Reader, Row, Table, text


def _groups(reader: Reader) -> Iterator[Row]:
    for instance in read_instances(reader):
        for found in reader.at(instance["Region"]).items(
            "identitystore.list_groups", "Groups", IdentityStoreId=instance["IdentityStoreId"]
        ):
            yield {
                **found,
                "OwnerAccountId": instance["OwnerAccountId"],
                "Region": instance["Region"],
            }


group = Table(
    name="identitystore_group",
    doc="A group of IAM Identity Center.",
    cloudformation="AWS::IdentityStore::Group",
    scope="organization",
    fetch=_groups,
    arn="arn:{partition}:identitystore:::group/{GroupId}",
    account="OwnerAccountId",
    region="Region",
    columns=(
        text("group_id", "GroupId", "The group's ID.", required=True),
        text("identity_store_id", "IdentityStoreId", "The identity store: d-..."),
        text("display_name", "DisplayName", "The group's name."),
        text("description", "Description", "Its description."),
    ),
)
