"""Where CloudFormation has documents: with the content of their newest version."""

from ringwall.model.export import TableExport

ssm_document = TableExport(
    table="ssm_document",
    properties={
        "Content": "{document_content}",
        "DocumentFormat": "JSON",
        "VersionName": "{version_name}",
        "UpdateMethod": "NewVersion",
    },
    known={"arn": "arn:{partition}:ssm:{region}:{account_id}:document/{name}"},
)
