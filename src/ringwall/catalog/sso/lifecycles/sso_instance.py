"""The instance of IAM Identity Center: a person enables it, others refer to it."""

from ringwall.model.lifecycle import Find, Lifecycle

instance = Lifecycle(
    table="sso_instance",
    find=Find("sso-admin.list_instances", items="Instances"),
    identity=("region",),
    ids=("arn", "identity_store_id"),
)
