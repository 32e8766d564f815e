"""The language of a blueprint: what was there before, and is the blueprint's now."""

from typing import Annotated

import msgspec
from msgspec import Meta

RowName = Annotated[
    str,
    Meta(
        max_length=512,
        pattern=r"^([a-z0-9-]+ [a-z0-9-]+ )?[a-z0-9]+_[a-z0-9_]+/.+$",
        extra_json_schema={
            "patternErrorMessage": "a row is written as in s3_bucket/trail, or as in log-archive "
            "eu-central-1 s3_bucket/trail"
        },
    ),
]
ResourceArn = Annotated[
    str,
    Meta(
        max_length=2048,
        pattern=r"^(arn:[^\x00-\x1f\x7f]+)?$",
        extra_json_schema={"patternErrorMessage": "an ARN begins with arn:"},
    ),
]


class Adopted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was there before the blueprint: it is changed, never erased.

    Without this, a resource of somebody else's that has the name of one of the blueprint's is left
    alone. `ringwall blueprint adopt` writes it.
    """

    rows: Annotated[
        dict[RowName, ResourceArn],
        Meta(
            description="The rows of the blueprint that were there, as a plan names them, each "
            'with the ARN of what it is; "" where that has the name of the row.'
        ),
    ] = msgspec.field(default_factory=dict)
    tag: Annotated[
        bool,
        Meta(
            description="Whether they get the tag ringwall:blueprint, and are the blueprint's as "
            "if it had made them; if not, they are only recorded here."
        ),
    ] = True
