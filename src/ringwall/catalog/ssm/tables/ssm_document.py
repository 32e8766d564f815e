"""Documents of Systems Manager that the account owns."""

from ringwall.catalog.ssm.documents import read_documents
from ringwall.model.table import Call, Table, document, text, texts

_NAME = {"Name": "{Name}"}


ssm_document = Table(
    name="ssm_document",
    doc="A document of Systems Manager: a runbook, a command, preferences of Session Manager.",
    cloudformation="AWS::SSM::Document",
    fetch=read_documents,
    arn="arn:{partition}:ssm:{region}:{account_id}:document/{Name}",
    tags="Tags",
    calls=(
        # A text, such as a calendar, is no JSON.
        Call(
            "ssm.get_document",
            parameters={**_NAME, "DocumentFormat": "JSON"},
            into="Document",
            when="DocumentFormat != 'TEXT'",
        ),
        Call(
            "ssm.describe_document_permission",
            parameters={**_NAME, "PermissionType": "Share"},
            into="Permission",
        ),
    ),
    gone=("InvalidDocument",),
    columns=(
        text("name", "Name", "Its name.", required=True),
        text(
            "document_type",
            "DocumentType",
            "Automation, Command, Session, ...",
            default="Command",
            required=True,
        ),
        text("schema_version", "SchemaVersion", "The version of the schema that it is written in."),
        text("target_type", "TargetType", "The type of resource that it is for.", default=""),
        document("content", "Document.Content", "The content of its default version."),
        texts(
            "shared_account_ids",
            "Permission.AccountIds",
            "The accounts that it is shared with; `all` where it is public.",
        ),
    ),
)
