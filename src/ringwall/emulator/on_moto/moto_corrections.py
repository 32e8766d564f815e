"""What moto does otherwise than AWS, and no handler of an operation can correct."""

import functools
import re
from typing import Any

from moto.acm.models import CertBundle
from moto.config.models import ConfigBackend, ConfigRule
from moto.core import responses
from moto.core.utils import method_names_from_class, utcnow
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE
from moto.iam.access_control import PermissionResult
from moto.iam.models import Group, InstanceProfile, ManagedPolicy, User
from moto.s3.models import FakeBucket

from ringwall.emulator.on_moto.moto_reading import correct_reading

ID_PREFIXES: dict[type[Any], str] = {
    Group: "AGPA",
    InstanceProfile: "AIPA",
    ManagedPolicy: "ANPA",
    User: "AIDA",
}
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes"""
ID_LENGTH = 17
"""Characters after the prefix."""

CONFIG_RULES = 1_000
"""Rules of an account in a Region: https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html."""

TAGGED = {
    "eipalloc": "elastic-ip",
    "fl": "vpc-flow-log",
    "h": "dedicated-host",
    "nat": "natgateway",
    "pl": "prefix-list",
    "sir": "spot-instances-request",
}
"""Types of resources, as DescribeTags spells them, where moto spells them otherwise: by prefix."""

SET = re.compile(r"\{('[^'{}]*'(?:, '[^'{}]*')*)\}")
"""How Python writes a set of names, in an order that differs from process to process."""
VPC_ID = re.compile(r"VpcID ([a-z0-9, -]+) does not exist\.")


@functools.cache
def correct_moto() -> None:
    """Correct moto's classes, once in a process."""
    # Moto lists the methods of a class anew for each call: of EC2 that takes 2 ms.
    setattr(responses, "method_names_from_class", functools.cache(method_names_from_class))  # noqa: B010
    # Moto reads bucket policies itself, without conditions. Who may do what is decided before.
    setattr(FakeBucket, "get_permission", _permit)  # noqa: B010
    ConfigRule.MAX_RULES = CONFIG_RULES
    # Moto issues certificates after a minute, whether or not anybody has validated them.
    setattr(CertBundle, "check", _check_expiry)  # noqa: B010
    correct_reading()
    for kind, prefix in ID_PREFIXES.items():
        _prefix_ids(kind, prefix)
    _name_in_order()
    _keep_tags()
    EC2_PREFIX_TO_RESOURCE.update(TAGGED)


def _permit(*_: object) -> Any:
    return PermissionResult.PERMITTED


def _check_expiry(bundle: Any) -> None:
    """Let a certificate expire."""
    if bundle._not_valid_after(bundle._cert) <= utcnow():  # noqa: SLF001
        bundle.status = "EXPIRED"


def _prefix_ids(kind: type[Any], prefix: str) -> None:
    """Let objects of a class have ids as AWS writes them: moto's have small letters."""
    make = kind.__init__

    @functools.wraps(make)
    def init(self: Any, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        self.id = prefix + str(self.id).upper()[-ID_LENGTH:]

    setattr(kind, "__init__", init)  # noqa: B010


def _name_in_order() -> None:
    """Let errors of EC2 name the things that are missing as AWS does, and always alike."""
    make = EC2ClientError.__init__

    @functools.wraps(make)
    def init(self: Any, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        if isinstance(self.message, str):
            text = SET.sub(_list_names, self.message)
            self.message = VPC_ID.sub(r"The vpc ID '\1' does not exist", text)

    setattr(EC2ClientError, "__init__", init)  # noqa: B010


def _keep_tags() -> None:
    """Let an aggregator that is put again keep its tags: AWS Config ignores those of the call.

    https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigurationAggregator.html
    """
    put = ConfigBackend.put_configuration_aggregator

    @functools.wraps(put)
    def put_again(self: Any, given: dict[str, Any]) -> Any:
        name = given["ConfigurationAggregatorName"]
        before = self.config_aggregators.get(name)
        tags = before.tags if before else None
        found = put(self, given)
        if tags is not None:
            self.config_aggregators[name].tags = tags
        return found

    setattr(ConfigBackend, "put_configuration_aggregator", put_again)  # noqa: B010


def _list_names(found: re.Match[str]) -> str:
    return ", ".join(sorted(name.strip("'") for name in found[1].split(", ")))
