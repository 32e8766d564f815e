"""Whom AWS writes to beside the root user: for billing, operations and security."""

from collections.abc import Iterator

from ringwall.catalog.midway import unless_gone
from ringwall.model.table import Reader, Row, Table, text

TYPES = ("BILLING", "OPERATIONS", "SECURITY")


def _contacts(reader: Reader) -> Iterator[Row]:
    for kind in TYPES:
        with unless_gone("ResourceNotFoundException"):
            yield reader.call("account.get_alternate_contact", AlternateContactType=kind)[
                "AlternateContact"
            ]


contact = Table(
    name="account_alternate_contact",
    doc="An alternate contact of an account; no row for a type that has none.",
    scope="account",
    fetch=_contacts,
    arn="arn:{partition}:account::{account_id}:alternate-contact/{AlternateContactType}",
    columns=(
        text(
            "alternate_contact_type",
            "AlternateContactType",
            "BILLING, OPERATIONS or SECURITY.",
            required=True,
        ),
        text("name", "Name", "The contact's name."),
        text("title", "Title", "The contact's title."),
        text("email_address", "EmailAddress", "The contact's email address.", required=True),
        text("phone_number", "PhoneNumber", "The contact's phone number."),
    ),
)
