"""The names that a blueprint is written with: of accounts, units, Regions; addresses and tags."""

from typing import Annotated

from msgspec import Meta

RegionName = Annotated[
    str,
    Meta(
        pattern=r"^[a-z]{2,4}(-[a-z]+)+-[0-9]$",
        extra_json_schema={"patternErrorMessage": "a Region is written as in eu-central-1"},
    ),
]
AccountName = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9-]{0,49}$",
        extra_json_schema={
            "patternErrorMessage": "an account is named by up to 50 small letters, digits and -"
        },
    ),
]
VpcId = Annotated[
    str,
    Meta(
        pattern=r"^vpc-([0-9a-f]{8}|[0-9a-f]{17})$",
        extra_json_schema={
            "patternErrorMessage": "a VPC's id is vpc- and 8 or 17 digits and letters a to f"
        },
    ),
]
AccountId = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{12}$",
        extra_json_schema={"patternErrorMessage": "an account id has 12 digits"},
    ),
]
AwsAccountName = Annotated[
    str,
    Meta(
        pattern=r"^[^\x00-\x1f\x7f]{1,50}$",
        extra_json_schema={"patternErrorMessage": "AWS takes a name of up to 50 characters"},
    ),
]
UnitName = Annotated[
    str,
    Meta(
        pattern=r"^[^/\x00-\x1f\x7f]{1,128}$",
        extra_json_schema={
            "patternErrorMessage": "a unit is named by up to 128 characters, without a /"
        },
    ),
]
"""AWS allows a / too; here it separates the units of a path."""
UnitPath = Annotated[
    str,
    Meta(
        description="The names of a unit and of those above it: Workloads/Prod.",
        pattern=r"^[^/\x00-\x1f\x7f]{1,128}(/[^/\x00-\x1f\x7f]{1,128}){0,4}$",
        extra_json_schema={"patternErrorMessage": "a unit is written as in Workloads/Prod"},
    ),
]
"""Also `root`."""
EmailAddress = Annotated[
    str,
    Meta(
        min_length=6,
        max_length=64,
        pattern=r"^[^\s@{}]+@[^\s@{}]+\.[^\s@{}]+$",
        extra_json_schema={"patternErrorMessage": "an e-mail address is written as in a@b.com"},
    ),
]
"""https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateAccount.html"""
EmailTemplate = Annotated[
    str,
    Meta(
        max_length=64,
        pattern=r"^[^\s@{}]*\{account\}[^\s@{}]*@[^\s@{}]+\.[^\s@{}]+$",
        extra_json_schema={
            "patternErrorMessage": "it must have {account} before the @: "
            "aws+{account}@example.com, for no two accounts may have one address"
        },
    ),
]
TagKey = Annotated[
    str,
    Meta(
        pattern=r"^(?!([aA][wW][sS]|ringwall):)[^\x00-\x1f\x7f]{1,128}$",
        extra_json_schema={
            "patternErrorMessage": "a tag's key has up to 128 characters; aws: and ringwall: are "
            "not for others"
        },
    ),
]
TagValue = Annotated[str, Meta(max_length=256, pattern=r"^[^\x00-\x1f\x7f]*$")]
AccountTags = Annotated[dict[TagKey, TagValue], Meta(max_length=49)]
"""AWS allows 50; one says whose the resource is."""
BucketName = Annotated[
    str,
    Meta(
        pattern=r"^([a-z0-9][a-z0-9-]{1,61}[a-z0-9])?$",
        extra_json_schema={
            "patternErrorMessage": "a bucket is named by 3 to 63 small letters, digits and -"
        },
    ),
]
"""'' where the name follows from the blueprint. S3 allows dots too, which break TLS."""
Days = Annotated[int, Meta(ge=1, le=36500)]
