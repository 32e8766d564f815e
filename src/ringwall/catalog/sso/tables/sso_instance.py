"""The organization's instance of IAM Identity Center."""

from ringwall.catalog.sso.instance import GONE, read_instances
from ringwall.model.table import Call, Table, moment, text

instance = Table(
    name="sso_instance",
    doc="The organization's instance of IAM Identity Center, in the Region that it is in.",
    cloudformation="AWS::SSO::Instance",
    scope="organization",
    fetch=read_instances,
    arn="InstanceArn",
    account="OwnerAccountId",
    region="Region",
    tags="Tags",
    calls=(
        Call(
            "sso-admin.list_tags_for_resource",
            "Tags",
            {"InstanceArn": "{InstanceArn}", "ResourceArn": "{InstanceArn}"},
            into="Tags",
        ),
    ),
    gone=GONE,
    columns=(
        text("name", "Name", "The instance's name; '' for none."),
        text("identity_store_id", "IdentityStoreId", "The ID of its identity store: d-..."),
        text("status", "Status", "ACTIVE, CREATE_IN_PROGRESS, ..."),
        moment("created_date", "CreatedDate", "When it was enabled."),
    ),
)
