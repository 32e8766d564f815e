"""Where CloudFormation has data lakes."""

from ringwall.model.export import TableExport

lake = TableExport(
    table="securitylake_data_lake",
    properties={"MetaStoreManagerRoleArn": "{meta_store_manager_role_arn}"},
    retained=True,
)
