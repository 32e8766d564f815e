"""The language of a blueprint: certificates of ACM, of the layer data."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.names import AccountName, AccountTags, RegionName

CertificateName = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9-]{0,49}$",
        extra_json_schema={
            "patternErrorMessage": "a certificate is named by up to 50 small letters, digits and -"
        },
    ),
]
CertificateDomain = Annotated[
    str,
    Meta(
        max_length=253,
        pattern=r"^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$",
        extra_json_schema={
            "patternErrorMessage": "a domain is written in small letters, as in www.example.com or "
            "*.example.com"
        },
    ),
]
HostedZoneId = Annotated[
    str,
    Meta(
        pattern=r"^([A-Z0-9]{1,32})?$",
        extra_json_schema={
            "patternErrorMessage": "a hosted zone has an id of up to 32 capital letters and digits"
        },
    ),
]
KeyAlgorithm = Literal["RSA_2048", "EC_prime256v1", "EC_secp384r1"]
"""What ACM issues public certificates with."""


class Certificate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A public certificate, which AWS issues once DNS shows that the domains are yours.

    AWS renews it by itself while it is in use and the records are there. What it is for cannot be
    changed later.
    """

    account: Annotated[AccountName, Meta(description="The name of its account.")]
    domain_name: Annotated[
        CertificateDomain, Meta(description="The domain that it is for, of up to 64 characters.")
    ]
    region: Annotated[
        RegionName | None,
        Meta(
            description="Its Region: that of what uses it, and us-east-1 for CloudFront; the home "
            "Region if left out."
        ),
    ] = None
    subject_alternative_names: Annotated[
        tuple[CertificateDomain, ...],
        Meta(description="Further domains that it is for.", max_length=99),
    ] = ()
    key_algorithm: Annotated[
        KeyAlgorithm, Meta(description="The algorithm and length of its key.")
    ] = "RSA_2048"
    hosted_zone_id: Annotated[
        HostedZoneId,
        Meta(
            description="The public hosted zone of Route 53 that gets the records by which AWS "
            "validates the domains. Without it, the plan says which records to make."
        ),
    ] = ""
    hosted_zone_account: Annotated[
        AccountName | None,
        Meta(description="The account that has the zone; that of the certificate if left out."),
    ] = None
    tags: Annotated[AccountTags, Meta(description="Its tags.")] = msgspec.field(
        default_factory=dict
    )


class Certificates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Certificates of ACM, and who is told before one expires.

    Public certificates cost nothing while their keys stay with AWS; those that can be exported
    cost, and none here can. AWS writes each of them to the public logs of certificates.
    """

    renewal_alarms: Annotated[
        bool,
        Meta(
            description="Whether the topic of detection.rules, or else that of "
            "response.notifications, is told of every certificate that expires soon, has expired "
            "or cannot be renewed without you, in each account and Region, imported ones among "
            "them. It takes a rule in each of them and a role in each account, and costs nothing "
            "but 1 USD for a million events.",
            extra={"strict": True},
        ),
    ] = False
    days_before_expiry: Annotated[
        int,
        Meta(
            description="How many days before a certificate expires its account begins to be "
            "told, once a day.",
            ge=1,
            le=45,
        ),
    ] = 45
    requested: Annotated[
        dict[CertificateName, Certificate],
        Meta(
            description="The certificates that there are, by names of your own.",
            extra={"once": True},
        ),
    ] = msgspec.field(default_factory=dict)
