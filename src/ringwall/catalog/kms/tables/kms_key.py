"""KMS keys, with their policies, grants and aliases."""

from collections import defaultdict
from collections.abc import Mapping

from ringwall.catalog.midway import unless_gone
from ringwall.model.errors import CallFailed
from ringwall.model.share import KeyGrants
from ringwall.model.table import (
    Call,
    Reader,
    Row,
    Shared,
    Table,
    boolean,
    document,
    integer,
    moment,
    text,
    texts,
)

IS_OURS = "Metadata.KeyManager != 'AWS'"


GRANTS = (
    "Grants[].{grantee: GranteePrincipal || GranteeServicePrincipal, operations: Operations, "
    "constraints: Constraints || `{}`}"
)


CAN_ROTATE = (
    f"{IS_OURS} && Metadata.KeySpec == 'SYMMETRIC_DEFAULT' && Metadata.Origin == 'AWS_KMS'"
    " && Metadata.KeyState == 'Enabled'"
)


_ROTATION_PERIOD = (
    "contains([`true`, 'true'], EnableKeyRotation) && (RotationPeriodInDays || `365`) || `0`"
)


def _aliases(reader: Reader) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for alias in reader.items("kms.list_aliases", "Aliases", Limit=100):
        # AWS reserves alias names for keys that do not exist yet.
        if target := alias.get("TargetKeyId"):
            found[target].append(alias["AliasName"])
    return dict(found)


def _grants(reader: Reader) -> Mapping[str, list[Row]]:
    """Return the grants of each key; a key whose grants cannot be read is left out: not known.

    A key of a busy service has thousands, on many pages; a detail call reads the first page only.
    CallFailed where the grants of no key can be read.
    """
    found: dict[str, list[Row]] = {}
    refusal: CallFailed | None = None
    for key in reader.items("kms.list_keys", "Keys", Limit=1000):
        try:
            with unless_gone("NotFoundException"):
                items = reader.items("kms.list_grants", "Grants", KeyId=key["KeyId"], Limit=100)
                found[key["KeyId"]] = list(items)
        except CallFailed as error:
            refusal = error
    if refusal and not found:
        raise refusal
    return found


key = Table(
    name="kms_key",
    doc=(
        "A KMS key. Policy, rotation and tags are read only of customer managed keys; for AWS "
        "managed keys they have the values for none."
    ),
    cloudformation="AWS::KMS::Key",
    list=Call("kms.list_keys", "Keys", {"Limit": 1000}),
    arn="KeyArn",
    tags="Tags",
    shared=(
        Shared("Aliases", _aliases, "KeyId", sparse=True),
        Shared("Grants", _grants, "KeyId"),
    ),
    calls=(
        Call("kms.describe_key", "KeyMetadata", {"KeyId": "{KeyId}"}, into="Metadata"),
        Call(
            "kms.get_key_policy",
            "Policy",
            {"KeyId": "{KeyId}", "PolicyName": "default"},
            into="Policy",
            when=IS_OURS,
        ),
        Call(
            "kms.get_key_rotation_status",
            parameters={"KeyId": "{KeyId}"},
            into="Rotation",
            when=CAN_ROTATE,
        ),
        Call("kms.list_resource_tags", "Tags", {"KeyId": "{KeyId}"}, into="Tags", when=IS_OURS),
    ),
    gone=("NotFoundException",),
    columns=(
        text("key_id", "KeyId", "The key's ID."),
        texts("aliases", "Aliases", "Its aliases: alias/..."),
        text(
            "description",
            "Metadata.Description",
            "Its description.",
            property="Description",
            default="",
        ),
        boolean(
            "enabled",
            "Metadata.Enabled",
            "The key can be used.",
            property="Enabled",
            default=True,
            required=True,
        ),
        text(
            "key_state",
            "Metadata.KeyState",
            "Enabled, Disabled, PendingDeletion, ...",
            required=True,
        ),
        text(
            "key_manager",
            "Metadata.KeyManager",
            "CUSTOMER, or AWS for AWS managed keys.",
            required=True,
        ),
        text(
            "key_usage",
            "Metadata.KeyUsage",
            "ENCRYPT_DECRYPT, SIGN_VERIFY, ...",
            property="KeyUsage",
            default="ENCRYPT_DECRYPT",
        ),
        text(
            "key_spec",
            "Metadata.KeySpec",
            "SYMMETRIC_DEFAULT, RSA_2048, ...",
            property="KeySpec",
            default="SYMMETRIC_DEFAULT",
            required=True,
        ),
        text(
            "origin",
            "Metadata.Origin",
            "AWS_KMS, EXTERNAL (imported), AWS_CLOUDHSM, ...",
            property="Origin",
            default="AWS_KMS",
            required=True,
        ),
        boolean(
            "multi_region",
            "Metadata.MultiRegion",
            "It is a multi-Region key.",
            property="MultiRegion",
            default=False,
        ),
        moment("creation_date", "Metadata.CreationDate", "When it was created."),
        moment(
            "deletion_date",
            "Metadata.DeletionDate",
            "When it will be deleted; 1970-01-01 for never.",
        ),
        boolean(
            "enable_key_rotation",
            "Rotation.KeyRotationEnabled",
            "It rotates automatically.",
            property="EnableKeyRotation",
            default=False,
            required=True,
        ),
        integer(
            "rotation_period_in_days",
            "Rotation.RotationPeriodInDays",
            "The rotation period in days.",
            property=_ROTATION_PERIOD,
        ),
        document("key_policy", "Policy", "The key policy.", property="KeyPolicy", required=True),
        document(
            "grants",
            GRANTS,
            "Its grants, which allow use beside the policy: [{grantee, operations, constraints}].",
            absent=[],
            items=("grantee", "operations"),
        ),
    ),
    policy="key_policy",
    must_allow="kms",
    share=KeyGrants("grants", "key_manager"),
)
