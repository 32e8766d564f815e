"""A role with its policies, as sections want them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ringwall.catalog.responder_keys import ACCOUNT_ID, put_values
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey, Wanted
from ringwall.model.layer import find_layer
from ringwall.model.table import Row


@dataclass(frozen=True)
class WantedRole:
    """Makes the rows of one role; `trust` is its trust policy."""

    key: RowKey
    role_name: str
    trust: Row
    section: str
    why: str
    path: str = "/"

    def want(self) -> Wanted:
        """Return the role itself."""
        columns = {
            "role_name": self.role_name,
            "path": self.path,
            "assume_role_policy_document": self.trust,
        }
        return self._row(self.key, columns)

    def inline(self, policy_name: str, document: Row) -> Wanted:
        """Return an inline policy of it."""
        columns = {
            "role_name": Ref(self.key, "role_name"),
            "policy_name": policy_name,
            "policy_document": document,
        }
        name = f"{self.key.name}/{policy_name}"
        return self._row(RowKey(self.key.account, GLOBAL, "iam_role_policy", name), columns)

    def attach(self, policy_arn: str | Ref, name: str = "") -> Wanted:
        """Return a managed policy that it has; `name` is the row's, the role's if left out."""
        columns = {"role_name": Ref(self.key, "role_name"), "policy_arn": policy_arn}
        table = "iam_role_policy_attachment"
        return self._row(RowKey(self.key.account, GLOBAL, table, name or self.key.name), columns)

    def manage(self, documents: Iterable[Row], account_id: str | Ref) -> Iterator[Wanted]:
        """Yield managed policies of its own, and that it has them; ACCOUNT_ID stands for the id.

        Without `surplus_version_id`, a change would fail once AWS keeps five versions.
        """
        for number, document in enumerate(documents, 1):
            name = f"{self.role_name}-{number}"
            key = RowKey(self.key.account, GLOBAL, "iam_policy", name)
            columns = {
                "policy_name": name,
                "policy_document": put_values(document, {ACCOUNT_ID: account_id}),
                "surplus_version_id": "",
            }
            yield self._row(key, columns)
            yield self.attach(Ref(key, "arn"), name)

    def _row(self, key: RowKey, columns: dict[str, Any]) -> Wanted:
        layer = find_layer(self.section)
        return Wanted(key=key, columns=columns, section=self.section, layer=layer, why=self.why)
