"""Why database instances are not exported: a stack would make another one."""

from ringwall.model.export import TableExport

instance = TableExport(
    table="rds_db_instance",
    properties={"MasterUserSecret.KmsKeyId": "{master_user_secret_kms_key_id}"},
    why_not="it is there already, and a stack would make another one: `aws rds modify-db-instance "
    "--manage-master-user-password --apply-immediately`, once programs read the secret",
)
