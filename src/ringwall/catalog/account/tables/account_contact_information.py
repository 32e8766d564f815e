"""The primary contact of an account: whom AWS holds responsible for it."""

from collections.abc import Iterator

from ringwall.model.table import Reader, Row, Table, text


def _contact(reader: Reader) -> Iterator[Row]:
    yield reader.call("account.get_contact_information")["ContactInformation"]


contact = Table(
    name="account_contact_information",
    doc="The primary contact of an account.",
    scope="account",
    fetch=_contact,
    absent=("ResourceNotFoundException",),
    arn="arn:{partition}:account::{account_id}:contact-information/primary",
    columns=(
        text("full_name", "FullName", "The contact's name.", required=True),
        text("company_name", "CompanyName", "The company's name."),
        text("address_line_1", "AddressLine1", "The first line of the address.", required=True),
        text("address_line_2", "AddressLine2", "The second line of the address."),
        text("address_line_3", "AddressLine3", "The third line of the address."),
        text("city", "City", "The city.", required=True),
        text("state_or_region", "StateOrRegion", "The state or region."),
        text("district_or_county", "DistrictOrCounty", "The district or county."),
        text("postal_code", "PostalCode", "The postal code.", required=True),
        text("country_code", "CountryCode", "The country: two letters.", required=True),
        text("phone_number", "PhoneNumber", "The phone number.", required=True),
        text("website_url", "WebsiteUrl", "The website."),
    ),
)
