"""One AWS call as the emulator receives it, and the error that may be its answer."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from moto.core.model import OperationModel, ServiceModel
from moto.utilities.utils import get_partition

BY_IDENTITY = frozenset({"AssumeRoleWithWebIdentity", "AssumeRoleWithSAML"})
"""Calls of STS that carry a token of an identity provider in place of a signature."""
ROLE_ARN = re.compile(r"arn:[a-z-]+:iam::(\d{12}):role/[\x21-\x7e]{1,576}")
"""An ARN of a role, and its account."""
OPERATOR = "operator"
"""The user of the management account to whom every access key belongs that nobody created."""
OPERATOR_ID = "AIDAOPERATOR000000000"
BY_ROOT = "ringwall.by_root"
"""Key of a call's environment that says that the root user makes it; no client can set it."""
WireFormat = Literal["ec2", "query", "json", "rest-json", "rest-xml", "s3"]
"""The wire formats of AWS; S3's is REST-XML with error bodies of its own."""


@dataclass(frozen=True)
class EmulatedCall:
    """A parsed request. `operation` is spelled as AWS does: `DescribeVpcs`."""

    service: str
    """botocore's name of the service: `s3control`, `ec2`, `iam`."""
    operation: str
    parameters: Mapping[str, Any]
    account_id: str
    region: str
    access_key: str
    source_ip: str
    user_agent: str
    wire: str
    """The protocol of the request, as moto calls it."""
    model: OperationModel = field(compare=False, repr=False)
    environ: Mapping[str, Any] = field(compare=False, repr=False)
    body: bytes = field(compare=False, repr=False)
    refused: frozenset[str] = frozenset()
    """ARNs of a batch that the caller may not use, where AWS answers the rest."""

    @property
    def name(self) -> str:
        """The call as an IAM action writes it: `ec2:DescribeVpcs`."""
        return f"{self.service}:{self.operation}"

    @property
    def service_model(self) -> ServiceModel:
        """Botocore's description of the service."""
        return self.model.service_model

    @property
    def partition(self) -> str:
        """The partition of the Region: `aws`, `aws-cn`, `aws-us-gov`."""
        return get_partition(self.region)

    @property
    def protocol(self) -> WireFormat:
        """The format in which errors of the call are written."""
        return "s3" if self.service == "s3" else cast("WireFormat", self.wire)


class Fault(Exception):
    """An error that AWS returns: its code, its message, the HTTP status, and what else it has."""

    def __init__(
        self,
        code: str,
        message: str,
        status: int = 400,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.details = details or {}
        """Further members of the error, such as the `Reason` of Organizations: in JSON only."""


class UnreadableRequest(Fault):
    """The error for a request that names no known operation or that cannot be parsed."""

    def __init__(self, code: str, message: str, protocol: WireFormat) -> None:
        super().__init__(code, message)
        self.protocol = protocol
