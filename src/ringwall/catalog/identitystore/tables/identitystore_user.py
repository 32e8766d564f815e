"""Users of IAM Identity Center: what assignments name by an ID alone."""

from collections.abc import Iterator

from ringwall.catalog.sso.instance import read_instances
from ringwall.model.table import Reader, Row, Table, text


def _users(reader: Reader) -> Iterator[Row]:
    for instance in read_instances(reader):
        for found in reader.at(instance["Region"]).items(
            "identitystore.list_users", "Users", IdentityStoreId=instance["IdentityStoreId"]
        ):
            yield {
                **found,
                "OwnerAccountId": instance["OwnerAccountId"],
                "Region": instance["Region"],
            }


user = Table(
    name="identitystore_user",
    doc="A user of IAM Identity Center.",
    scope="organization",
    fetch=_users,
    arn="arn:{partition}:identitystore:::user/{UserId}",
    account="OwnerAccountId",
    region="Region",
    columns=(
        text("user_id", "UserId", "The user's ID.", required=True),
        text("identity_store_id", "IdentityStoreId", "The identity store: d-..."),
        text("user_name", "UserName", "The name that the user signs in with."),
        text("display_name", "DisplayName", "The user's name."),
        text("user_status", "UserStatus", "ENABLED or DISABLED; '' where AWS does not say."),
    ),
)
