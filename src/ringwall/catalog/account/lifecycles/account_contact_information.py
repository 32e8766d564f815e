"""How the primary contact of an account is set. AWS lets nobody delete it."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

CONTACT = {
    "FullName": "{full_name}",
    "CompanyName": "{company_name}",
    "AddressLine1": "{address_line_1}",
    "AddressLine2": "{address_line_2}",
    "AddressLine3": "{address_line_3}",
    "City": "{city}",
    "StateOrRegion": "{state_or_region}",
    "DistrictOrCounty": "{district_or_county}",
    "PostalCode": "{postal_code}",
    "CountryCode": "{country_code}",
    "PhoneNumber": "{phone_number}",
    "WebsiteUrl": "{website_url}",
}
COLUMNS = tuple(value.strip("{}") for value in CONTACT.values())
PUT = Step(
    "account.put_contact_information",
    {"ContactInformation": CONTACT},
    retry=("TooManyRequestsException",),
    blast="none",
)

contact = Lifecycle(
    table="account_contact_information",
    find=Find(
        "account.get_contact_information",
        take="ContactInformation",
        absent=("ResourceNotFoundException",),
    ),
    ids=(),
    create=PUT,
    creates=COLUMNS,
    updates=(Update(COLUMNS, PUT, whole=True),),
    irreversible="AWS has no call that deletes the primary contact of an account.",
    blast="none",
)
