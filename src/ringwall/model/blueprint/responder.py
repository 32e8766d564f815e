"""The language of a blueprint: the function that responds to findings, in the layer response."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.detection import Retention
from ringwall.model.blueprint.names import AccountName, BucketName

PlaybookName = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]{1,40}\.[a-z0-9_]{1,60}$",
        extra_json_schema={"patternErrorMessage": "a playbook is named as in ec2.isolate_instance"},
    ),
]
ObjectKey = Annotated[
    str,
    Meta(
        pattern=r"^([\w!.*'()/-]|\{sha256\}){1,500}$",
        extra_json_schema={
            "patternErrorMessage": "an object is named by up to 500 letters, digits and "
            "!-_.*'()/; {sha256} stands for the hash"
        },
    ),
]
Sha256 = Annotated[
    str,
    Meta(
        pattern=r"^([0-9a-f]{64})?$",
        extra_json_schema={
            "patternErrorMessage": "a SHA-256 has 64 digits and small letters a to f, as "
            "`ringwall respond package` prints it"
        },
    ),
]
ReadSecretArn = Annotated[
    str,
    Meta(
        pattern=r"^arn:[a-z-]{3,20}:secretsmanager:[a-z0-9-]{5,30}:[0-9]{12}:secret:[\w/+=.@-]{1,512}$",
        extra_json_schema={
            "patternErrorMessage": "the ARN of a secret begins with arn:aws:secretsmanager:"
        },
    ),
]
Runtime = Literal["python3.11", "python3.12", "python3.13", "python3.14"]


class FunctionPackage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The package that ringwall respond package has made, as an object of S3."""

    bucket: Annotated[
        BucketName,
        Meta(
            description="The bucket with the package, in the Region of the function. Whoever "
            "applies the blueprint must be able to read it."
        ),
    ] = ""
    key: Annotated[
        ObjectKey,
        Meta(
            description="The object. {sha256} stands for its hash: then each package is an object "
            "of its own, and the one from before is still there where a change is undone."
        ),
    ] = "ringwall-responder-{sha256}.zip"
    sha256: Annotated[
        Sha256,
        Meta(
            description="Its hash, as the package's maker prints it: another one is a change, and "
            "code that has another one is reported as drift."
        ),
    ] = ""
    runtime: Annotated[
        Runtime,
        Meta(description="The Python that it was made with: what is compiled fits no other."),
    ] = "python3.12"
    architecture: Annotated[
        Literal["arm64", "x86_64"], Meta(description="The machine that it was made on.")
    ] = "x86_64"


class AutomaticResponder(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Lambda that responds to findings by the rules of response.toml.

    Nothing acts by itself unless a rule there says so. AWS charges for its key, its alarms, and
    what it does.
    """

    enabled: Annotated[bool, Meta(description="Whether there is such a function.")] = False
    account: Annotated[
        AccountName | None,
        Meta(description="The account that has it; that of accounts.security if left out."),
    ] = None
    package: Annotated[FunctionPackage, Meta(description="Its code.")] = msgspec.field(
        default_factory=FunctionPackage
    )
    playbooks: Annotated[
        tuple[PlaybookName, ...],
        Meta(
            description="The playbooks that it may carry out, which are in its package: its roles "
            "may do what they do, and nothing else. All if left out."
        ),
    ] = ()
    members: Annotated[
        bool,
        Meta(
            description="Whether it responds in the other accounts too, by a role that each of "
            "them has for it."
        ),
    ] = True
    external_id: Annotated[
        str,
        Meta(
            description="What it gives as its external id there; ringwall-<blueprint> if left out.",
            pattern=r"^([\w+=,.@:/-]{2,1224})?$",
            extra_json_schema={
                "patternErrorMessage": "an external id has 2 to 1224 letters, digits and +=,.@:/-_"
            },
        ),
    ] = ""
    policy_bucket: Annotated[
        BucketName,
        Meta(description="The bucket with response.toml; that of the package if left out."),
    ] = ""
    policy_key: Annotated[
        str,
        Meta(
            description="The object with response.toml; the one in the package if left out.",
            pattern=r"^([\w!.*'()/-]{1,500})?$",
            extra_json_schema={
                "patternErrorMessage": "an object is named by up to 500 letters, digits and "
                "!-_.*'()/"
            },
        ),
    ] = ""
    channel_secrets: Annotated[
        tuple[ReadSecretArn, ...],
        Meta(
            description="The secrets of channels that response.toml names: the function reads them."
        ),
    ] = ()
    signing_secrets: Annotated[
        tuple[ReadSecretArn, ...],
        Meta(
            description="Those among them that callbacks are checked with: both functions read "
            "them, and the one for callbacks no others."
        ),
    ] = ()
    reserved_concurrency: Annotated[
        int,
        Meta(
            ge=0,
            le=100,
            description="How many findings it answers at a time; 0 stops it. AWS takes them from "
            "those of the account, which keeps 100 for other functions.",
        ),
    ] = 5
    retention_in_days: Annotated[
        Retention,
        Meta(description="For how many days its log is kept."),
    ] = 365
    callbacks: Annotated[
        bool,
        Meta(
            description="Whether people answer from chat: a second function with a URL that "
            "everybody can call, which checks who has signed what it is sent."
        ),
    ] = False
