"""The preferences of Session Manager, and settings of Systems Manager, in each account."""

from collections.abc import Iterator
from typing import Any

from ringwall.catalog.detection_keys import bucket_key
from ringwall.catalog.session_keys import (
    HOST_ROLE,
    LOG_GROUP,
    SECTION,
    find_managed_accounts,
    find_session_accounts,
    session_key,
)
from ringwall.catalog.ssm.documents import WantedDocument
from ringwall.model.blueprint.landscape import Landscape
from ringwall.model.blueprint.section import wants
from ringwall.model.blueprint.session_manager import SessionManager
from ringwall.model.blueprint.wanted import GLOBAL, Ref, RowKey, Wanted
from ringwall.model.table import Row

PREFERENCES = "SSM-SessionManagerRunShell"
"""The document in which Session Manager looks for its preferences."""
SHARING = "/ssm/documents/console/public-sharing-permission"
WHY = "without it nobody knows what was typed in a session, and a session never ends"


@wants(SECTION)
def want_preferences(landscape: Landscape) -> Iterator[Wanted]:
    """Have preferences of sessions in each account and Region."""
    wanted = landscape.settings.infrastructure.session_manager
    for account in find_session_accounts(landscape):
        for region in landscape.regions_of("ssm", account, landscape.logs):
            # Of the bucket that is there: one of its name, made first, could be anybody's.
            bucket = Ref(bucket_key(landscape, "sessions"), "name")
            place = (bucket, Ref(session_key(landscape, region), "arn"))
            yield from WantedDocument(
                account=account.name,
                region=region,
                name=PREFERENCES,
                document_type="Session",
                content=_write_preferences(wanted, account.id, *place),
                stable=_write_preferences(wanted, account.name, "bucket", f"key of {region}"),
                section=SECTION,
                layer="infrastructure",
                why=WHY,
            ).want()


@wants(SECTION)
def want_settings(landscape: Landscape) -> Iterator[Wanted]:
    """Have no document shared with everybody, and a role for instances that have none."""
    wanted = landscape.settings.infrastructure.session_manager
    managed = {account.name for account in find_managed_accounts(landscape)}
    for account in landscape.accounts:
        for region in landscape.regions_of("ssm", account):
            place = (account.name, region)
            if wanted.block_public_sharing:
                yield _want(
                    RowKey(*place, "ssm_service_setting", "public-sharing"),
                    {"setting_id": SHARING, "setting_value": "Disable"},
                    "what is shared with everybody tells attackers how instances are managed",
                )
            if wanted.default_host_management and account.name in managed:
                yield _want(
                    RowKey(*place, "ssm_default_host_management", "role"),
                    {"role_name": f"service-role/{HOST_ROLE}"},
                    "an instance without a role for Systems Manager can be reached by ports alone",
                    RowKey(account.name, GLOBAL, "iam_role_policy_attachment", HOST_ROLE),
                )


def _write_preferences(wanted: SessionManager, prefix: Any, bucket: Any, key: Any) -> Row:
    """Return the document; https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html."""
    return {
        "schemaVersion": "1.0",
        "description": "Preferences of Session Manager",
        "sessionType": "Standard_Stream",
        "inputs": {
            "s3BucketName": bucket,
            "s3KeyPrefix": prefix,
            "s3EncryptionEnabled": True,
            "cloudWatchLogGroupName": LOG_GROUP if wanted.log_group else "",
            "cloudWatchEncryptionEnabled": False,
            "cloudWatchStreamingEnabled": wanted.log_group,
            "kmsKeyId": key,
            "runAsEnabled": wanted.run_as_enabled,
            "runAsDefaultUser": wanted.run_as_default_user,
            "idleSessionTimeout": str(wanted.idle_session_timeout),
            "maxSessionDuration": str(wanted.max_session_duration),
            "shellProfile": {"linux": "", "windows": ""},
        },
    }


def _want(key: RowKey, columns: Row, why: str, *needs: RowKey) -> Wanted:
    return Wanted(
        key=key, columns=columns, section=SECTION, layer="infrastructure", why=why, needs=needs
    )
