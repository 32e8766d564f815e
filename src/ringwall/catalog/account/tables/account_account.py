"""Accounts: the rows that others are compared with."""

from collections.abc import Iterator

from ringwall.model.table import Call, Reader, Row, Table, text


def _one(reader: Reader) -> Iterator[Row]:
    yield {"Id": reader.account_id}


account = Table(
    name="account_account",
    doc="An account that was collected, even if nothing else of it could be read.",
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
        text("id", "Id", "The 12-digit account ID."),
        text("security_contact_name", "SecurityContact.Name", "The name of the security contact."),
        text(
            "security_contact_email",
            "SecurityContact.EmailAddress",
            "The security contact's email address; '' for no contact.",
        ),
        text(
            "security_contact_phone",
            "SecurityContact.PhoneNumber",
            "The security contact's phone number.",
        ),
    ),
)
