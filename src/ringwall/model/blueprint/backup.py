"""The language of a blueprint: backups, of the layer data."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ringwall.model.blueprint.names import AccountName, TagKey, TagValue

KeptDays = Annotated[int, Meta(ge=1, le=36500)]
Acceptance = Literal["", "after 72 hours nobody, AWS included, can remove it"]
ONCE = {"once": True}


class Backup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """AWS Backup: what has a tag is backed up, and copied to a vault in another account.

    Storage is paid by the GB, and so is what is copied. A backup of what is encrypted with a key
    that AWS manages (aws/ebs, aws/rds) cannot be copied to another account: see data.keys.
    """

    enabled: Annotated[
        bool,
        Meta(
            description="Whether there is a plan, in each account and Region. In us-east-1 a GB "
            "of EBS or S3 costs 0.05 USD a month, of RDS 0.095 USD, and each copy as much again."
        ),
    ] = False
    tag_key: Annotated[TagKey, Meta(description="The key of the tag of what is backed up.")] = (
        "backup"
    )
    tag_value: Annotated[TagValue, Meta(description="The value of that tag.")] = "daily"
    schedule_expression: Annotated[
        str,
        Meta(
            description="When backups are made, in UTC.",
            pattern=r"^(cron|rate)\(.{1,120}\)$",
            extra_json_schema={
                "patternErrorMessage": "a schedule is written as in cron(0 3 ? * * *)"
            },
        ),
    ] = "cron(0 3 ? * * *)"
    delete_after_days: Annotated[
        KeptDays, Meta(description="After how many days backups are deleted.")
    ] = 35
    copies: Annotated[
        bool, Meta(description="Whether each backup is copied to the vault of all accounts.")
    ] = True
    account: Annotated[
        AccountName | None,
        Meta(
            description="The account with the vault of all accounts; the log archive if left out.",
            extra=ONCE,
        ),
    ] = None
    copy_delete_after_days: Annotated[
        KeptDays, Meta(description="After how many days copies are deleted.", extra=ONCE)
    ] = 90
    lock_mode: Annotated[
        Literal["", "GOVERNANCE", "COMPLIANCE"],
        Meta(
            description="How vaults are locked: GOVERNANCE lets those remove the lock who may do "
            "so by name; COMPLIANCE locks the vault of all accounts so that nobody removes it, not "
            "even AWS, once changeable_for_days are over, and the others by GOVERNANCE; '' is no "
            "lock.",
            extra={**ONCE, "strict": "GOVERNANCE"},
        ),
    ] = ""
    min_retention_days: Annotated[
        KeptDays,
        Meta(description="How long a locked vault keeps a backup at least.", extra=ONCE),
    ] = 7
    changeable_for_days: Annotated[
        int,
        Meta(
            description="After how many days a lock of the mode COMPLIANCE cannot be removed.",
            ge=3,
            le=36500,
            extra=ONCE,
        ),
    ] = 3
    compliance_lock_acceptance: Annotated[
        Acceptance,
        Meta(
            description="What has to be written here for the mode COMPLIANCE: that it is known "
            "what it means.",
            extra=ONCE,
        ),
    ] = ""
