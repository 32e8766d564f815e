"""The language of a blueprint: Session Manager, of the layer infrastructure."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.names import AccountName, BucketName, Days


class SessionManager(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Session Manager: how people sign in to instances without open ports, and what is recorded.

    AWS charges for a key in each Region, and for what is stored.
    """

    enabled: Annotated[
        bool,
        Meta(
            description="Whether sessions have preferences: encrypted with a key, and logged to a "
            "bucket in the log archive. Instances need a role that may use both."
        ),
    ] = False
    accounts: Annotated[
        tuple[AccountName, ...],
        Meta(
            description="The accounts that have the preferences, and the role of "
            "`default_host_management`; all if left out."
        ),
    ] = ()
    s3_bucket_name: Annotated[
        BucketName,
        Meta(
            description="The bucket; <blueprint>-sessions-<account id>-<Region> if left out.",
        ),
    ] = ""
    expiration_days: Annotated[
        Days,
        Meta(description="After how many days logs are deleted."),
    ] = 731
    log_group: Annotated[
        bool,
        Meta(description="Whether sessions go to a log group of their account too, as they run."),
    ] = False
    idle_session_timeout: Annotated[
        int,
        Meta(description="After how many minutes without input a session ends.", ge=1, le=60),
    ] = 20
    max_session_duration: Annotated[
        int,
        Meta(
            description="After how many minutes a session ends.",
            ge=1,
            le=1440,
            extra={"strict": 60},
        ),
    ] = 480
    run_as_enabled: Annotated[
        bool,
        Meta(
            description="Whether a session runs as the user that the tag SSMSessionRunAs of the "
            "caller names, or as that of `run_as_default_user`, in place of ssm-user, who may "
            "become root."
        ),
    ] = False
    run_as_default_user: Annotated[
        str,
        Meta(
            description="The user of the operating system without such a tag; none if left out.",
            pattern=r"^([a-z_][a-z0-9_-]{0,31})?$",
            extra_json_schema={
                "patternErrorMessage": "a user is named by up to 32 small letters, digits, _ and -"
            },
        ),
    ] = ""
    default_host_management: Annotated[
        bool,
        Meta(
            description="Whether Systems Manager manages instances that have no role for it, with "
            "a role of the account."
        ),
    ] = False
    block_public_sharing: Annotated[
        bool,
        Meta(
            description="Whether documents cannot be shared with everybody.",
            extra={"strict": True},
        ),
    ] = False
