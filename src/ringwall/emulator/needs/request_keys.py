"""The condition keys of a request for an action: those that the action's reference lists."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from ringwall.emulator.authorization.authority import ActionFacts
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.by_hand import write_encryption_context
from ringwall.emulator.needs.identifiers import find_arns
from ringwall.emulator.needs.operations import load_table
from ringwall.emulator.needs.organization_arns import find_policy_type
from ringwall.emulator.needs.request_keys_of_ec2 import find_ec2_keys
from ringwall.emulator.needs.request_tags import read_tag_keys, read_tags
from ringwall.emulator.needs.stored import find_aliases, find_boundary, find_bucket
from ringwall.emulator.needs.templates import split_arn
from ringwall.emulator.wire.presigned import describe_signature

_SCALARS = (str, int, float, bool, datetime)


def find_keys(call: EmulatedCall, action: ActionFacts, resource: str) -> dict[str, Any]:
    """Return the keys of the request, but for those that every request has."""
    return select_keys(dict(_find_all(call, action, resource)), action)


def select_keys(found: Mapping[str, Any], action: ActionFacts) -> dict[str, Any]:
    """Return the keys that the action has, as AWS spells them; `<key>` stands for any."""
    exact, starts = _split_keys(action.keys)
    kept: dict[str, Any] = {}
    for name, value in found.items():
        lower = name.lower()
        if lower in exact:
            kept[exact[lower]] = value
        elif lower.startswith(starts):
            kept[name] = value
    return kept


@lru_cache(maxsize=4096)
def _split_keys(keys: frozenset[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the keys by name in lower case, and the beginnings of those that are open."""
    marks = ("${", "<")
    exact = {key.lower(): key for key in keys if not any(mark in key for mark in marks)}
    starts = {key.lower().split("${")[0].split("<")[0] for key in keys if key.lower() not in exact}
    return exact, tuple(sorted(starts))


def _find_all(call: EmulatedCall, action: ActionFacts, resource: str) -> Iterator[tuple[str, Any]]:
    yield from _find_tags(call, action, resource)
    prefix = action.name.partition(":")[0]
    if prefix == "s3":
        yield from _find_s3_keys(call)
        yield from _find_owner(resource)
        return
    plain = _read_plain(call.parameters)
    renamed: Mapping[str, list[str]] = load_table()["keys"].get(prefix, {})
    for key in action.keys:
        owner, _, name = key.partition(":")
        if owner == prefix and name in renamed:
            for path in renamed[name]:
                yield from ((key, v) for v in _read_inner(call.parameters, path).values())
        elif owner == prefix and _bare(name) in plain:
            yield key, plain[_bare(name)]
    if prefix == "ec2":
        yield from find_ec2_keys(call, resource)
    if prefix == "kms":
        yield from _find_kms_keys(call)
        aliases = find_aliases(resource)
        yield from (("kms:ResourceAliases", found) for found in [aliases] if found)
    if prefix == "iam" and "PermissionsBoundary" not in call.parameters:
        # The key tells which boundary the user or role has that the call is about.
        held = find_boundary(call, resource)
        yield from (("iam:PermissionsBoundary", found) for found in [held] if found)
    if prefix == "organizations" and call.parameters.get("PolicyId"):
        kind = find_policy_type(call, str(call.parameters["PolicyId"]))
        yield from (("organizations:PolicyType", found) for found in [kind] if found)
    yield from _find_arn_keys(call, prefix)


def _find_tags(call: EmulatedCall, action: ActionFacts, resource: str) -> Iterator[tuple[str, Any]]:
    kind = split_arn(resource)[-1].partition("/")[0]
    is_typed = "TagSpecifications" in call.parameters and resource != "*"
    given = read_tags(call, kind if is_typed else "")
    keys = [*given, *read_tag_keys(call)]
    if not keys:
        return
    yield "aws:TagKeys", keys
    for name, value in given.items():
        yield f"aws:RequestTag/{name}", value
        if action.name.startswith("rds:"):
            yield f"rds:req-tag/{name}", value


def _find_s3_keys(call: EmulatedCall) -> Iterator[tuple[str, Any]]:
    """S3's keys are called as the headers and query parameters that they test.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
    """
    shape = call.model.input_shape
    for member, inner in shape.members.items() if shape is not None else ():
        value = call.parameters.get(member)
        name = inner.serialization.get("name", member)
        if isinstance(value, _SCALARS) and value != "":
            yield f"s3:{name}", _plain(value)
            yield f"s3:{name.removeprefix('x-amz-')}", _plain(value)
    yield from describe_signature(call).items()
    place = call.parameters.get("CreateBucketConfiguration")
    if isinstance(place, Mapping) and place.get("LocationConstraint"):
        yield "s3:locationconstraint", place["LocationConstraint"]
    tags = call.parameters.get("Tagging")
    if isinstance(tags, str):
        pairs = dict(parse_qsl(tags, keep_blank_values=True, max_num_fields=50))
    else:
        pairs = read_tags(call)
    if pairs:
        yield "s3:RequestObjectTagKeys", list(pairs)
        yield from ((f"s3:RequestObjectTag/{name}", value) for name, value in pairs.items())


def _find_owner(resource: str) -> Iterator[tuple[str, Any]]:
    bucket = find_bucket(split_arn(resource)[-1].partition("/")[0])
    if bucket is not None:
        yield "s3:ResourceAccount", str(bucket.account_id)


def _find_kms_keys(call: EmulatedCall) -> Iterator[tuple[str, Any]]:
    yield from write_encryption_context(call.parameters.get("EncryptionContext")).items()
    constraints = call.parameters.get("Constraints")
    if isinstance(constraints, Mapping) and constraints:
        yield "kms:GrantConstraintType", next(iter(constraints))
    if call.operation == "CreateGrant":
        yield "kms:GrantIsForAWSResource", False
    yield "kms:CallerAccount", call.account_id
    named = str(call.parameters.get("KeyId") or "")
    alias = split_arn(named)[-1] if named.startswith("arn:") else named
    if alias.startswith("alias/"):
        yield "kms:RequestAlias", alias


def _find_arn_keys(call: EmulatedCall, prefix: str) -> Iterator[tuple[str, Any]]:
    """Yield keys whose values are ARNs of what the request names in other ways."""
    members: Mapping[str, str] = load_table()["arn_keys"].get(prefix, {})
    if members:
        found = {named.member: named.arn for named in find_arns(call)}
        yield from ((key, found[member]) for key, member in members.items() if member in found)


def _read_plain(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters that are one value or a list of values, by bare name.

    Inner ones count only where the table says so: a map of the request may have any names.
    """
    found: dict[str, Any] = {}
    for name, value in parameters.items():
        if isinstance(value, _SCALARS) and value != "":
            found[_bare(name)] = _plain(value)
        elif isinstance(value, list | tuple) and _are_plain(value):
            found[_bare(name)] = [_plain(item) for item in value]
    return found


def _read_inner(parameters: Mapping[str, Any], path: str) -> dict[str, Any]:
    """Return a parameter by its path, `VpcConfig.SubnetIds`, as `_read_plain` does."""
    *outer, last = path.split(".")
    value: Any = parameters
    for name in outer:
        value = value.get(name) if isinstance(value, Mapping) else None
    return _read_plain({last: value.get(last)}) if isinstance(value, Mapping) else {}


def _are_plain(values: list[Any] | tuple[Any, ...]) -> bool:
    return bool(values) and all(isinstance(item, _SCALARS) for item in values)


def _bare(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()


def _plain(value: Any) -> Any:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value
