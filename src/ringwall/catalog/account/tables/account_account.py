"""Accounts: the rows that others are compared with."""

from collections.abc import Iterator

from ringwall.model.table import Call, Reader, Row, Table, text


def _one(reader: Reader) -> Iterator[Row]:
    yield {"Id": reader.account_id}


account = Table(
    name="account_account",
    doc="An account of the collection, whatever else could be read of it.",
    scope="account",
    fetch=_one,
    arn="arn:{partition}:account::{account_id}:account",
    calls=(
        Call(
            "account.get_alternate_contact",
            "AlternateContact",
            {"AlternateContactType": "SECURITY"},
            into="SecurityContact",
            absent=("ResourceNotFoundException",),
        ),
    ),
    columns=(
        text("id", "Id", "The account's id of twelve digits."),
        text("security_contact_name", "SecurityContact.Name", "Whom AWS asks about security."),
        text("security_contact_email", "SecurityContact.EmailAddress", "Where AWS writes to."),
        text("security_contact_phone", "SecurityContact.PhoneNumber", "Whom AWS calls."),
    ),
)
