"""Which version of a document is used where none is named."""

from collections.abc import Iterator

from ringwall.catalog.ssm.documents import read_documents
from ringwall.model.table import Reader, Row, Table, text


def _defaults(reader: Reader) -> Iterator[Row]:
    """Yield each document with its default version, which the list shows."""
    for document in read_documents(reader):
        yield {"Name": document["Name"], "DefaultVersion": document["DocumentVersion"]}


default = Table(
    name="ssm_document_default_version",
    doc="The version of a document of Systems Manager that is used where none is named.",
    fetch=_defaults,
    arn="arn:{partition}:ssm:{region}:{account_id}:document/{Name}/default-version",
    columns=(
        text("name", "Name", "The document's name.", required=True),
        text("default_version", "DefaultVersion", "The version's number.", required=True),
    ),
)
