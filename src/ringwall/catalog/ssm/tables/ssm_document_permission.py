"""The accounts that documents are shared with, one by one."""

from ringwall.catalog.ssm.documents import read_permissions
from ringwall.model.table import Table, text

permission = Table(
    name="ssm_document_permission",
    doc="An account that a document of Systems Manager is shared with.",
    fetch=read_permissions,
    arn="arn:{partition}:ssm:{region}:{account_id}:document/{Name}/permission/{AccountId}",
    columns=(
        text("name", "Name", "The document's name."),
        text("shared_account_id", "AccountId", "The account, or `all`.", required=True),
        text("shared_document_version", "SharedDocumentVersion", "The version that is shared."),
    ),
)
