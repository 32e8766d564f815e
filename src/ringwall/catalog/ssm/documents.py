"""The documents of an account, read for several tables, and what a blueprint wants of one."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.midway import unless_gone
from ringwall.model.blueprint.wanted import Ref, RowKey, Wanted
from ringwall.model.layer import Layer
from ringwall.model.table import Reader, Row

OWN = [{"Key": "Owner", "Values": ["Self"]}]
"""The filter of what the account has itself: AWS has hundreds of its own."""


def read_documents(reader: Reader) -> Iterator[Row]:
    """Yield the documents that the account owns."""
    yield from reader.items("ssm.list_documents", "DocumentIdentifiers", Filters=OWN)


def read_versions(reader: Reader) -> Iterator[Row]:
    """Yield the versions of each document."""
    for document in read_documents(reader):
        with unless_gone("InvalidDocument"):
            yield from reader.items(
                "ssm.list_document_versions", "DocumentVersions", Name=document["Name"]
            )


def read_permissions(reader: Reader) -> Iterator[Row]:
    """Yield each account that a document is shared with."""
    for document in read_documents(reader):
        with unless_gone("InvalidDocument"):
            shared = reader.items(
                "ssm.describe_document_permission",
                "AccountSharingInfoList",
                Name=document["Name"],
                PermissionType="Share",
            )
            yield from ({**each, "Name": document["Name"]} for each in shared)


@dataclass(frozen=True)
class WantedDocument:
    """A document of a blueprint, whose version has a name that follows from its content."""

    account: str
    region: str
    name: str
    document_type: str
    content: Any
    """It may hold references."""
    stable: Any
    """The content with texts in place of references: what its version is named after."""
    section: str
    layer: Layer
    why: str

    @property
    def key(self) -> RowKey:
        """The key of the document's row."""
        return RowKey(self.account, self.region, "ssm_document", self.name)

    @property
    def version_name(self) -> str:
        """The name of the version: other content is another version."""
        text = json.dumps(self.stable, sort_keys=True)
        return f"ringwall-{hashlib.sha256(text.encode()).hexdigest()[:16]}"

    def want(self) -> Iterator[Wanted]:
        """Yield the document, its version, and that this one is what is used."""
        given = {"document_content": self.content, "version_name": self.version_name}
        yield self._row(self.key, {"name": self.name, "document_type": self.document_type}, given)
        name = Ref(self.key, "name")
        version = self.key._replace(table="ssm_document_version")
        columns = {"name": name, "version_name": self.version_name}
        yield self._row(version, columns, {"document_content": self.content})
        number = Ref(version, "document_version")
        default = self.key._replace(table="ssm_document_default_version")
        yield self._row(default, {"name": name, "default_version": number}, {})

    def share(self, account: str, account_id: str | Ref) -> Wanted:
        """Return the row by which an account may use the document."""
        key = self.key._replace(table="ssm_document_permission", name=f"{self.name}/{account}")
        return self._row(key, {"name": Ref(self.key, "name"), "shared_account_id": account_id}, {})

    def _row(self, key: RowKey, columns: Row, given: Row) -> Wanted:
        return Wanted(
            key=key,
            columns=columns,
            given=given,
            section=self.section,
            layer=self.layer,
            why=self.why,
        )
