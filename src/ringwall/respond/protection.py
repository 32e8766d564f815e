"""What a policy protects: no response changes it without the persons that it asks for.

INVARIANT: where it cannot be told whether something is protected, it is.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from ringwall.model.change import Change
from ringwall.model.errors import CallFailed
from ringwall.model.partition import find_partition
from ringwall.model.response_policy import ProtectedPart
from ringwall.model.table import Reader
from ringwall.model.threat import ResponseSettings, SeekReader

_ARN = re.compile(r"arn:[\w-]+:([\w-]+):([\w-]*):(\d{12}|):(.{1,1500})", re.DOTALL)
_IAM = re.compile(
    r"(arn:[\w-]+):(?:iam|sts)::([0-9]{12}):"
    r"(?:(user|role)/(?:[!-~]{1,512}/)?|(assumed-role)/)([\w+=,.@-]{1,64})(?:/[\w+=,.@-]{1,64})?"
)
_NAMED: Mapping[str, str] = {"UserName": "user", "RoleName": "role"}
"""Parameters of writes to IAM that name whom they change, whatever the Change calls it."""
_PARTS = 6
"""Of an ARN."""
_TAGS: Mapping[str, str] = {"Key": "Value", "key": "value", "TagKey": "TagValue"}


@dataclass
class Protection:
    """Asks AWS what a policy needs to know of what a plan changes; each thing once."""

    policy: ProtectedPart
    readers: SeekReader
    settings: ResponseSettings
    _tags: dict[str, Mapping[str, str] | str] = field(default_factory=dict)
    _units: dict[str, tuple[str, ...] | str] = field(default_factory=dict)
    _arns: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, changes: Iterable[Change], *resources: tuple[str, str]) -> list[tuple[str, str]]:
        """Return what is protected of what Changes are about, and of other resources, with why.

        `resources` are (ARN, account).
        """
        about = [*resources, *(place for change in changes for place in self._name(change))]
        return [
            (resource, why)
            for resource, account in dict.fromkeys(about)
            if (why := self._protect(resource, account))
        ]

    def find_tags(self, resource: str, account: str) -> Mapping[str, str] | None:
        """Return the tags of a resource; None where they are not known."""
        if resource not in self._tags:
            self._tags[resource] = self._read_tags(resource, account)
        tags = self._tags[resource]
        return None if isinstance(tags, str) else tags

    def _name(self, change: Change) -> Iterator[tuple[str, str]]:
        """Yield what a Change is about: what it says, and whom its write names."""
        yield change.resource, change.account_id
        if not change.write.operation.startswith("iam."):
            return
        partition = find_partition(change.region or self.settings.home_region)
        for parameter, kind in _NAMED.items():
            name = change.write.parameters.get(parameter)
            if isinstance(name, str) and not change.resource.endswith(f":{kind}/{name}"):
                yield f"arn:{partition}:iam::{change.account_id}:{kind}/{name}", change.account_id

    def _protect(self, resource: str, account: str) -> str:
        found = _ARN.fullmatch(resource)
        places = dict.fromkeys(filter(None, (account, found[3] if found else "")))
        for place in places:
            if place in self.policy.accounts:
                return f"account {place} is"
        by_place = (self._protect_by_unit(place) for place in places)
        return (
            self._protect_by_arn(resource, account)
            or next(filter(None, by_place), "")
            or self._protect_by_tag(resource, account)
        )

    def _protect_by_arn(self, resource: str, account: str) -> str:
        patterns = self.policy.arns
        if not patterns:
            return ""
        if resource not in self._arns:
            try:
                self._arns[resource] = (resource, *self._read_arns(resource, account))
            except CallFailed as error:
                return f"its ARN cannot be read ({error})"
            except (LookupError, TypeError) as error:
                return f"AWS's answer cannot be read: {error!r}"
        names = self._arns[resource]
        found = next((p for p in patterns for name in names if fnmatchcase(name, p)), "")
        return f"its ARN is {found}" if found else ""

    def _read_arns(self, resource: str, account: str) -> Iterable[str]:
        """Return the ARN with its path of a user, a role, or the role of a session.

        Logs and findings name them without it, and IAM takes the name alone.
        """
        found = _IAM.fullmatch(resource)
        if found is None or not any(map(_is_about_iam, self.policy.arns)):
            return ()
        head, owner, kind, _, name = found.groups()
        reader = self.readers(owner or account, self.settings.home_region)
        try:
            if kind == "user":
                return (str(reader.call("iam.get_user", UserName=name)["User"]["Arn"]),)
            return (str(reader.call("iam.get_role", RoleName=name)["Role"]["Arn"]),)
        except CallFailed as error:
            if error.code != "NoSuchEntity":
                raise
            return (f"{head}:iam::{owner}:{kind or 'role'}/{name}",)

    def _protect_by_unit(self, account: str) -> str:
        if not self.policy.units:
            return ""
        if account not in self._units:
            self._units[account] = self._read_units(account)
        units = self._units[account]
        if isinstance(units, str):
            return f"the units of account {account} cannot be read ({units})"
        found = sorted(set(units).intersection(self.policy.units))
        return f"account {account} is in {found[0]}" if found else ""

    def _read_units(self, account: str) -> tuple[str, ...] | str:
        """Return the units above an account, or why they are not known."""
        management = self.settings.management_account_id
        if not management:
            return "response.toml does not name the management account"
        reader = self.readers(management, self.settings.home_region)
        found: list[str] = []
        child = account
        try:
            while not child.startswith("r-") and len(found) < 10:  # noqa: PLR2004 - units nest 5 deep
                parents = reader.call("organizations.list_parents", ChildId=child)["Parents"]
                child = str(parents[0]["Id"])
                found.append(child)
        except CallFailed as error:
            return str(error)
        except (LookupError, TypeError) as error:
            return f"AWS's answer cannot be read: {error!r}"
        return tuple(found)

    def _protect_by_tag(self, resource: str, account: str) -> str:
        if not self.policy.tags:
            return ""
        if resource not in self._tags:
            self._tags[resource] = self._read_tags(resource, account)
        tags = self._tags[resource]
        if isinstance(tags, str):
            return f"its tags cannot be read ({tags})"
        for key, pattern in self.policy.tags.items():
            if key in tags and fnmatchcase(tags[key], pattern):
                return f"it has the tag {key}={tags[key]}"
        return ""

    def _read_tags(self, resource: str, account: str) -> Mapping[str, str] | str:
        """Return the tags of a resource, or why they are not known."""
        found = _ARN.fullmatch(resource)
        if found is None:
            return "it has no ARN"
        service, region, owner, name = found.groups()
        read = READS.get(service, _read_by_tagging)
        try:
            reader = self.readers(owner or account, region or self.settings.home_region)
            return dict(_pairs(read(reader, resource, name)))
        except CallFailed as error:
            return {} if error.code in ABSENT else str(error)
        except (LookupError, TypeError) as error:
            return f"AWS's answer cannot be read: {error!r}"


def _is_about_iam(pattern: str) -> bool:
    parts = pattern.split(":")
    return len(parts) < _PARTS or fnmatchcase("iam", parts[2])


ABSENT = frozenset({"NoSuchTagSet"})
"""What AWS says of a resource that has no tags."""


def _pairs(items: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, str]]:
    for item in items:
        key = next(name for name in _TAGS if name in item)
        yield str(item[key]), str(item.get(_TAGS[key], ""))


def _read_of_ec2(reader: Reader, _arn: str, name: str) -> Iterable[Mapping[str, str]]:
    filters = [{"Name": "resource-id", "Values": [name.rpartition("/")[2]]}]
    return reader.items("ec2.describe_tags", "Tags", Filters=filters)


def _read_of_iam(reader: Reader, _arn: str, name: str) -> Iterable[Mapping[str, str]]:
    kind, _, rest = name.partition("/")
    last = rest.rpartition("/")[2]
    match kind:
        case "role":
            return reader.items("iam.list_role_tags", "Tags", RoleName=last)
        case "user":
            return reader.items("iam.list_user_tags", "Tags", UserName=last)
        case _:
            return ()  # the root user, groups: they cannot be tagged


def _read_of_s3(reader: Reader, _arn: str, name: str) -> Iterable[Mapping[str, str]]:
    return reader.items("s3.get_bucket_tagging", "TagSet", Bucket=name.partition("/")[0])


def _read_of_nothing(*_: object) -> Iterable[Mapping[str, str]]:
    return ()


def _read_by_tagging(reader: Reader, arn: str, _name: str) -> Iterable[Mapping[str, str]]:
    operation = "resourcegroupstaggingapi.get_resources"
    found = list(reader.items(operation, "ResourceTagMappingList", ResourceARNList=[arn]))
    return (tag for each in found for tag in each["Tags"])


READS: Mapping[str, Callable[[Reader, str, str], Iterable[Mapping[str, str]]]] = {
    "ec2": _read_of_ec2,
    "iam": _read_of_iam,
    "s3": _read_of_s3,
    "organizations": _read_of_nothing,
    "sts": _read_of_nothing,
}
"""Services whose tags the tagging API does not have, or not all; `sts` has no resources."""
