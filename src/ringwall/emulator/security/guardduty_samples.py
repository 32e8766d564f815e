"""GuardDuty's sample findings: the types of `guardduty_samples.csv`, in the real format.

Placeholders are AWS's own, such as `GeneratedFindingUserName` and the instance i-99999999.
https://docs.aws.amazon.com/guardduty/latest/ug/sample_findings.html
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from moto.moto_api._internal import mock_random

from ringwall.emulator.on_moto.moto_state import own_partition
from ringwall.emulator.security.detectors import Detector
from ringwall.emulator.security.wire import write_moment

LAMBDA_ROLE = "GeneratedFindingLambdaExecutionRole"
NAMES = {
    "instance": "i-99999999",
    "user": "GeneratedFindingUserName",
    "api": "GeneratedFindingAPIName",
    "bucket": "bucketName",
    "function": "GeneratedFindingLambdaFunctionName",
}
REMOTE: Mapping[str, Any] = {
    "ipAddressV4": "198.51.100.0",
    "organization": {
        "asn": "-1",
        "asnOrg": "GeneratedFindingASNOrg",
        "isp": "GeneratedFindingISP",
        "org": "GeneratedFindingORG",
    },
    "country": {"countryName": "GeneratedFindingCountryName"},
    "city": {"cityName": "GeneratedFindingCityName"},
    "geoLocation": {"lat": 0, "lon": 0},
}


@dataclass(frozen=True)
class SampleType:
    """A type of finding that GuardDuty makes samples of."""

    name: str
    severity: float
    resource: str
    action: str
    title: str


@cache
def load_sample_types() -> Mapping[str, SampleType]:
    """Return the types of samples by name."""
    text = files("ringwall.emulator.security").joinpath("guardduty_samples.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        row["type"]: SampleType(
            row["type"], float(row["severity"]), row["resource"], row["action"], row["title"]
        )
        for row in rows
    }


def make_sample(detector: Detector, kind: SampleType, now: datetime) -> dict[str, Any]:
    """Return a new sample finding of a type, as JSON has it."""
    at, finding_id = write_moment(now), mock_random.get_random_hex(32)
    title = kind.title.format(**NAMES)
    return {
        "schemaVersion": "2.0",
        "accountId": detector.account_id,
        "region": detector.region,
        "partition": "aws",
        "id": finding_id,
        "arn": f"{detector.arn}/finding/{finding_id}",
        "type": kind.name,
        "resource": {"resourceType": kind.resource, **_describe(detector, kind)},
        "service": {
            "serviceName": "guardduty",
            "detectorId": detector.detector_id,
            "action": _act(kind),
            "resourceRole": "TARGET",
            "additionalInfo": {
                "value": json.dumps(
                    {"threatListName": "GeneratedFindingThreatListName", "sample": True}
                ),
                "type": "default",
            },
            "evidence": None,
            "eventFirstSeen": at,
            "eventLastSeen": at,
            "archived": False,
            "count": 1,
        },
        "severity": kind.severity,
        "createdAt": at,
        "updatedAt": at,
        "title": title,
        "description": title,
    }


def _describe(detector: Detector, kind: SampleType) -> dict[str, Any]:
    """Return the details of the resource."""
    if kind.resource == "Instance":
        return {"instanceDetails": _describe_instance(detector)}
    if kind.resource == "Lambda":
        return {"lambdaDetails": _describe_function(detector)}
    key = {
        "accessKeyId": "GeneratedFindingAccessKeyId",
        "principalId": "GeneratedFindingPrincipalId",
        "userType": "IAMUser",
        "userName": NAMES["user"],
    }
    buckets = [_describe_bucket()] if kind.resource == "S3Bucket" else []
    return {"accessKeyDetails": key} | ({"s3BucketDetails": buckets} if buckets else {})


def _describe_instance(detector: Detector) -> dict[str, Any]:
    group = {
        "groupName": "GeneratedFindingSecurityGroupName",
        "groupId": "GeneratedFindingSecurityId",
    }
    addresses = {"privateDnsName": "GeneratedFindingPrivateName", "privateIpAddress": "10.0.0.1"}
    return {
        "instanceId": NAMES["instance"],
        "instanceType": "m3.xlarge",
        "launchTime": "2016-08-02T02:05:06.000Z",
        "platform": None,
        "productCodes": [],
        "iamInstanceProfile": {
            "arn": f"arn:{own_partition()}:iam::{detector.account_id}:example/instance/profile",
            "id": "GeneratedFindingInstanceProfileId",
        },
        "networkInterfaces": [
            {
                "networkInterfaceId": "eni-bfcffe88",
                "privateIpAddresses": [addresses],
                "subnetId": "GeneratedFindingSubnetId",
                "vpcId": "GeneratedFindingVPCId",
                "privateDnsName": "GeneratedFindingPrivateDnsName",
                "securityGroups": [group],
                "publicIp": "198.51.100.0",
                "ipv6Addresses": [],
                "publicDnsName": "GeneratedFindingPublicDNSName",
                "privateIpAddress": "10.0.0.1",
            }
        ],
        "tags": [{"key": "GeneratedFindingInstaceTag1", "value": "GeneratedFindingInstaceValue1"}],
        "instanceState": "running",
        "availabilityZone": "GeneratedFindingInstaceAvailabilityZone",
        "imageId": "ami-99999999",
        "imageDescription": "GeneratedFindingInstaceImageDescription",
    }


def _describe_function(detector: Detector) -> dict[str, Any]:
    name = NAMES["function"]
    place = f"{detector.region}:{detector.account_id}"
    return {
        "functionArn": f"arn:{own_partition()}:lambda:{place}:function:{name}",
        "functionName": name,
        "description": "GeneratedFindingLambdaFunctionDescription",
        "lastModifiedAt": "2022-01-01T00:00:00.000Z",
        "revisionId": "GeneratedFindingLambdaRevisionId",
        "functionVersion": "$LATEST",
        "role": f"arn:{own_partition()}:iam::{detector.account_id}:role/{LAMBDA_ROLE}",
    }


def _describe_bucket() -> dict[str, Any]:
    blocks = {
        "ignorePublicAcls": False,
        "restrictPublicBuckets": False,
        "blockPublicAcls": False,
        "blockPublicPolicy": False,
    }
    open_to = {"allowsPublicReadAccess": False, "allowsPublicWriteAccess": False}
    return {
        "arn": f"arn:{own_partition()}:s3:::{NAMES['bucket']}",
        "name": NAMES["bucket"],
        "type": "Destination",
        "createdAt": "2017-12-18T15:58:11.000Z",
        "owner": {"id": "CanonicalId of Owner"},
        "tags": [{"key": "foo", "value": "bar"}],
        "defaultServerSideEncryption": {
            "encryptionType": "SSEAlgorithm",
            "kmsMasterKeyArn": f"arn:{own_partition()}:kms:region:123456789012:key/key-id",
        },
        "publicAccess": {
            "permissionConfiguration": {
                "bucketLevelPermissions": {
                    "accessControlList": open_to,
                    "bucketPolicy": open_to,
                    "blockPublicAccess": blocks,
                },
                "accountLevelPermissions": {"blockPublicAccess": blocks},
            },
            "effectivePermission": "NOT_PUBLIC",
        },
    }


def _act(kind: SampleType) -> dict[str, Any]:
    """Return the action that the finding is about."""
    if kind.action == "DNS_REQUEST":
        request = {"domain": "GeneratedFindingDomainName", "protocol": "UDP", "blocked": True}
        return {"actionType": kind.action, "dnsRequestAction": request}
    if kind.action == "AWS_API_CALL":
        call = {
            "api": NAMES["api"],
            "serviceName": "GeneratedFindingAPIServiceName",
            "callerType": "Remote IP",
            "errorCode": "AccessDenied",
            "remoteIpDetails": REMOTE,
            "affectedResources": {},
        }
        return {"actionType": kind.action, "awsApiCallAction": call}
    local = {"port": 80, "portName": "HTTP"}
    if kind.action == "PORT_PROBE":
        probe = {
            "localPortDetails": local,
            "localIpDetails": {"ipAddressV4": "10.0.0.23"},
            "remoteIpDetails": REMOTE,
        }
        found = {"blocked": False, "portProbeDetails": [probe]}
        return {"actionType": kind.action, "portProbeAction": found}
    connection = {
        "connectionDirection": "OUTBOUND",
        "localIpDetails": {"ipAddressV4": "10.0.0.23"},
        "remoteIpDetails": REMOTE,
        "remotePortDetails": {"port": 22, "portName": "SSH"},
        "localPortDetails": {"port": 2000, "portName": "Unknown"},
        "protocol": "TCP",
        "blocked": False,
    }
    return {"actionType": kind.action, "networkConnectionAction": connection}
