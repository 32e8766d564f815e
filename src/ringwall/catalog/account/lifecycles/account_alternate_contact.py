"""How alternate contacts of an account come, change and go."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

PUT = Step(
    "account.put_alternate_contact",
    {
        "AlternateContactType": "{alternate_contact_type}",
        "Name": "{name}",
        "Title": "{title}",
        "EmailAddress": "{email_address}",
        "PhoneNumber": "{phone_number}",
    },
    retry=("TooManyRequestsException",),
    blast="none",
)
COLUMNS = ("name", "title", "email_address", "phone_number")

contact = Lifecycle(
    table="account_alternate_contact",
    find=Find(
        "account.get_alternate_contact",
        {"AlternateContactType": "{alternate_contact_type}"},
        take="AlternateContact",
        absent=("ResourceNotFoundException",),
    ),
    identity=("alternate_contact_type",),
    ids=(),
    create=PUT,
    creates=("alternate_contact_type", *COLUMNS),
    updates=(Update(COLUMNS, PUT, whole=True),),
    erase=Step(
        "account.delete_alternate_contact",
        {"AlternateContactType": "{alternate_contact_type}"},
        retry=("TooManyRequestsException",),
    ),
    blast="none",
)
