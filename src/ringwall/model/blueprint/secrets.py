"""The language of a blueprint: secrets and master passwords of databases, of the layer data."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.names import AccountName, RegionName

SecretKey = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9][a-z0-9-]{0,49}$",
        extra_json_schema={
            "patternErrorMessage": "a secret is named here by up to 50 small letters, digits and -"
        },
    ),
]
SecretName = Annotated[
    str,
    Meta(
        pattern=r"^(?!.*-[A-Za-z0-9]{6}$)[A-Za-z0-9/_+=.@-]{1,512}$",
        extra_json_schema={
            "patternErrorMessage": "AWS takes letters, digits and /_+=.@- in the name of a secret, "
            "and - with six letters or digits at its end for a part of its ARN"
        },
    ),
]
"""https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html"""
FunctionArn = Annotated[
    str,
    Meta(
        pattern=r"^(arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]{1,64})?$",
        extra_json_schema={
            "patternErrorMessage": "a function is written as in "
            "arn:aws:lambda:eu-central-1:123456789012:function:rotate"
        },
    ),
]
OneLine = Annotated[str, Meta(max_length=256, pattern=r"^[^\x00-\x1f\x7f]*$")]
DatabaseIdentifier = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9]{0,62}(-[a-z0-9]+)*$",
        max_length=63,
        extra_json_schema={
            "patternErrorMessage": "a database is named by up to 63 small letters, digits and -"
        },
    ),
]


class Secret(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A secret of Secrets Manager, without its value: no file of Ringwall has that.

    Nobody outside of the organization can use it, whatever else its policies say.
    """

    account: Annotated[AccountName, Meta(description="The name of its account.")]
    name: Annotated[SecretName, Meta(description="What AWS calls it; it cannot be changed.")]
    region: Annotated[
        RegionName | None,
        Meta(description="Its Region; the home Region if left out."),
    ] = None
    description: Annotated[
        OneLine, Meta(description="What it is for. Do not put a value here.")
    ] = ""
    value_from: Annotated[
        OneLine,
        Meta(
            description="Who puts the value in, as a plan says it: a team, a person. Whoever makes "
            "what it opens, if left out."
        ),
    ] = ""
    key: Annotated[
        bool,
        Meta(
            description="Whether it is encrypted with the key that data.keys makes for secrets, in "
            "place of the key that AWS manages. Where data.keys makes none for secrets in the "
            "account, nothing is chosen."
        ),
    ] = True
    rotation_lambda_arn: Annotated[
        FunctionArn,
        Meta(
            description="The function that changes the value, at its source too. Its rotation is "
            "set once the secret has a value. If left out, nothing rotates it."
        ),
    ] = ""
    rotate_after_days: Annotated[
        int, Meta(description="After how many days it is rotated.", ge=1, le=1000)
    ] = 30


class Database(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A database of RDS that is there, and that RDS makes a new master password for.

    Let programs read the secret first: the password that they have stops working. A read replica
    and an instance of a cluster have no password of their own.
    """

    account: Annotated[AccountName, Meta(description="The name of its account.")]
    identifier: Annotated[DatabaseIdentifier, Meta(description="What RDS calls it.")]
    kind: Annotated[
        Literal["instance", "cluster"],
        Meta(description="Whether it is an instance of its own, or a cluster."),
    ] = "instance"
    region: Annotated[
        RegionName | None,
        Meta(description="Its Region; the home Region if left out."),
    ] = None


class Secrets(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Secrets of Secrets Manager, and databases whose master password is one of them.

    A secret costs 0.40 USD a month. What is no longer wanted is deleted 30 days later, the most
    that AWS has; that can be canceled meanwhile.
    """

    secrets: Annotated[
        dict[SecretKey, Secret],
        Meta(
            description="The secrets that there are, by names of your own. None costs nothing.",
            extra={"once": True},
        ),
    ] = msgspec.field(default_factory=dict)
    databases: Annotated[
        tuple[Database, ...],
        Meta(
            description="The databases whose master password RDS makes, keeps in Secrets Manager "
            "and changes every seven days. Nobody knows the password from before afterwards, so "
            "that cannot be undone: it takes --accept-irreversible.",
            extra={"once": True},
        ),
    ] = ()
