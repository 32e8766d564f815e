"""The account that administers Amazon Security Lake for the organization."""

from collections.abc import Iterator

from ringwall.catalog.midway import unless_gone
from ringwall.catalog.organizations.organization import NOT_IN_USE, read_organization
from ringwall.model.table import Reader, Row, Table, text

PRINCIPAL = "securitylake.amazonaws.com"


def _administrators(reader: Reader) -> Iterator[Row]:
    """Yield the administrator, to the management account alone."""
    with unless_gone(*NOT_IN_USE):
        for organization in read_organization(reader):
            if organization["MasterAccountId"] == reader.account_id:
                yield from reader.items(
                    "organizations.list_delegated_administrators",
                    "DelegatedAdministrators",
                    ServicePrincipal=PRINCIPAL,
                )


administrator = Table(
    name="securitylake_delegated_administrator",
    doc="The administrator of Amazon Security Lake, as the management account has it.",
    scope="account",
    fetch=_administrators,
    arn="arn:{partition}:securitylake::{account_id}:administrator/{Id}",
    columns=(text("administrator_id", "Id", "The administrator.", required=True),),
)
