"""The versions of documents."""

from ringwall.catalog.ssm.documents import read_versions
from ringwall.model.table import Table, boolean, text

version = Table(
    name="ssm_document_version",
    doc="A version of a document of Systems Manager: its content never changes.",
    fetch=read_versions,
    arn="arn:{partition}:ssm:{region}:{account_id}:document/{Name}:{DocumentVersion}",
    columns=(
        text("name", "Name", "The document's name.", required=True),
        text("document_version", "DocumentVersion", "The version's number.", required=True),
        text("version_name", "VersionName", "The version's name; '' for none."),
        boolean("is_default_version", "IsDefaultVersion", "It is used where none is named."),
        text("status", "Status", "Active, Creating, Updating, Deleting or Failed."),
    ),
)
