"""Calls in which a service uses a KMS key in the caller's name: the caller needs rights to it.

AWS's own keys (`aws/s3`) let everyone in the account use them through their service, so that only
customer keys are asked about.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.by_hand import write_encryption_context
from ringwall.emulator.needs.identifiers import find_arns
from ringwall.emulator.needs.operations import load_table
from ringwall.emulator.needs.stored import (
    find_backend,
    find_bucket,
    find_key,
    find_key_arn,
    find_secret,
    find_snapshot,
)
from ringwall.emulator.needs.templates import find_partition, split_arn

UsedKey = tuple[str, tuple[str, ...], Mapping[str, str]]
"""A key as the request or the resource names it, the actions, and the encryption context."""


def find_key_use(call: EmulatedCall) -> Iterator[Need]:
    """Yield the needs of the keys that a service uses for the call."""
    finder = FINDERS.get(call.service)
    found = [*_find_named(call), *(finder(call) if finder is not None else ())]
    for name, actions, context in found:
        arn = _find_customer_key(call, name)
        if not arn:
            continue
        is_chinese = find_partition(call.region) == "aws-cn"
        domain = "amazonaws.com.cn" if is_chinese else "amazonaws.com"
        service = load_table()["key_use_through"].get(call.service, call.service)
        keys: dict[str, Any] = {
            "kms:ViaService": f"{service}.{call.region}.{domain}",
            "kms:CallerAccount": call.account_id,
            **write_encryption_context(context),
        }
        for action in actions:
            own = keys | ({"kms:GrantIsForAWSResource": True} if action == "CreateGrant" else {})
            yield Need(f"kms:{action}", arn, own)


def _find_customer_key(call: EmulatedCall, name: str) -> str:
    if "alias/aws/" in name:
        return ""
    arn = find_key_arn(call, name)
    key = find_key(arn) if arn else None
    is_ours = key is not None and key.key_manager == "AWS"
    return "" if is_ours else arn


def _find_named(call: EmulatedCall) -> Iterator[UsedKey]:
    """Yield the key that a request names for what it makes."""
    rule = load_table()["key_use"].get(f"{call.service}:{call.operation}")
    if rule is None:
        return
    name = call.parameters.get(rule["parameter"])
    if isinstance(name, str) and name:
        yield name, tuple(rule["actions"]), {}


def _find_for_s3(call: EmulatedCall) -> Iterator[UsedKey]:
    """Objects are encrypted with the key of the request, or with their bucket's.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
    """
    name = str(call.parameters.get("Bucket") or "")
    bucket = find_bucket(name)
    if bucket is None:
        return
    key_name = str(call.parameters.get("Key") or "")
    partition = find_partition(call.region)
    context = {"aws:s3:arn": f"arn:{partition}:s3:::{name}/{key_name}"}
    if call.operation in {"PutObject", "CopyObject", "CreateMultipartUpload"}:
        chosen, is_bucket_key = _find_encryption(call, bucket)
        if chosen:
            if is_bucket_key:
                context = {"aws:s3:arn": f"arn:{partition}:s3:::{name}"}
            more = ("Decrypt",) if call.operation == "CreateMultipartUpload" else ()
            yield chosen, ("GenerateDataKey", *more), context
    elif call.operation in {"GetObject", "SelectObjectContent"}:
        held = bucket.keys.get(key_name)
        if held is not None and held.encryption == "aws:kms" and held.kms_key_id:
            yield str(held.kms_key_id), ("Decrypt",), context


def _find_encryption(call: EmulatedCall, bucket: Any) -> tuple[str, bool]:
    """Return the key of a new object, and whether it is used as a bucket key."""
    given = call.parameters
    if given.get("ServerSideEncryption"):
        is_kms = str(given["ServerSideEncryption"]).startswith("aws:kms")
        return (str(given.get("SSEKMSKeyId") or "") if is_kms else ""), bool(
            given.get("BucketKeyEnabled")
        )
    rule: Any = (bucket.encryption or {}).get("Rule") or {}
    rule = rule[0] if isinstance(rule, list) else rule
    default = rule.get("ApplyServerSideEncryptionByDefault") or {}
    is_bucket_key = str(rule.get("BucketKeyEnabled", "")).lower() == "true"
    return str(default.get("KMSMasterKeyID") or ""), is_bucket_key


def _find_for_secrets(call: EmulatedCall) -> Iterator[UsedKey]:
    """https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html."""
    secret = find_secret(call, str(call.parameters.get("SecretId") or ""))
    if secret is None or not secret.kms_key_id:
        return
    context = {"SecretARN": str(secret.arn)}
    if call.operation == "GetSecretValue":
        yield str(secret.kms_key_id), ("Decrypt",), context
    if call.operation in {"PutSecretValue", "UpdateSecret"} and not call.parameters.get("KmsKeyId"):
        yield str(secret.kms_key_id), ("GenerateDataKey", "Decrypt"), context


def _find_for_queues(call: EmulatedCall) -> Iterator[UsedKey]:
    """https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html."""
    actions = {
        "SendMessage": ("GenerateDataKey", "Decrypt"),
        "SendMessageBatch": ("GenerateDataKey", "Decrypt"),
        "ReceiveMessage": ("Decrypt",),
    }.get(call.operation)
    if actions is None:
        return
    for arn in (named.arn for named in find_arns(call)):
        _, _, _, region, account_id, name = split_arn(arn)
        backend = find_backend("sqs", account_id, region)
        held = backend.queues.get(name) if backend else None
        if held is not None and held.kms_master_key_id:
            yield str(held.kms_master_key_id), actions, {"aws:sqs:arn": arn}


def _find_for_topics(call: EmulatedCall) -> Iterator[UsedKey]:
    """https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html."""
    arn = str(call.parameters.get("TopicArn") or "")
    if not call.operation.startswith("Publish"):
        return
    _, _, _, region, account_id, _ = split_arn(arn)
    backend = find_backend("sns", account_id, region)
    held = backend.topics.get(arn) if backend else None
    if held is not None and held.kms_master_key_id:
        context = {"aws:sns:topicArn": arn}
        yield str(held.kms_master_key_id), ("GenerateDataKey", "Decrypt"), context


def _find_for_disks(call: EmulatedCall) -> Iterator[UsedKey]:
    """https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html."""
    given = call.parameters
    if call.operation not in {"CreateVolume", "RunInstances", "CopySnapshot"}:
        return
    disks = [given]
    if call.operation == "RunInstances":
        mapped = given.get("BlockDeviceMappings") or ()
        disks = [d["Ebs"] for d in mapped if isinstance(d, Mapping) and d.get("Ebs")]
    used = tuple(load_table()["disk_key_actions"])
    for disk in disks:
        if disk.get("KmsKeyId"):
            yield str(disk["KmsKeyId"]), used, {}
    region = str(given.get("SourceRegion") or call.region)
    for snapshot_id in {disk.get("SnapshotId") or disk.get("SourceSnapshotId") for disk in disks}:
        held = find_snapshot(call.account_id, region, str(snapshot_id))
        volume = getattr(held, "volume", None)
        key = getattr(held, "kms_key_id", None) or getattr(volume, "kms_key_id", None)
        if held is not None and held.encrypted and key:
            yield str(key), ("Decrypt", "ReEncryptFrom"), {}


FINDERS: Mapping[str, Callable[[EmulatedCall], Iterator[UsedKey]]] = {
    "ec2": _find_for_disks,
    "s3": _find_for_s3,
    "secretsmanager": _find_for_secrets,
    "sns": _find_for_topics,
    "sqs": _find_for_queues,
}
