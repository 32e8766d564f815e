"""Findings of AWS's services in the shapes that AWS documents, by service."""

import copy
from typing import Any

GUARDDUTY: dict[str, Any] = {
    "schemaVersion": "2.0",
    "accountId": "111122223333",
    "region": "eu-west-1",
    "partition": "aws",
    "id": "16afba5c5c43e07c",
    "arn": "arn:aws:guardduty:eu-west-1:111122223333:detector/1d/finding/16afba5c5c43e07c",
    "type": "Stealth:IAMUser/CloudTrailLoggingDisabled",
    "resource": {
        "resourceType": "AccessKey",
        "accessKeyDetails": {
            "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
            "principalId": "AIDACKCEVSQ6C2EXAMPLE",
            "userType": "IAMUser",
            "userName": "ann",
        },
    },
    "service": {
        "serviceName": "guardduty",
        "detectorId": "1d",
        "action": {
            "actionType": "AWS_API_CALL",
            "awsApiCallAction": {
                "api": "StopLogging",
                "serviceName": "cloudtrail.amazonaws.com",
                "remoteIpDetails": {"ipAddressV4": "198.51.100.7"},
                "affectedResources": {
                    "AWS::CloudTrail::Trail": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t"
                },
            },
        },
        "eventFirstSeen": "2026-01-31T10:00:00.000Z",
        "eventLastSeen": "2026-01-31T10:30:00.000Z",
        "archived": False,
        "count": 3,
        "additionalInfo": {"value": "{}", "type": "default"},
    },
    "severity": 5,
    "createdAt": "2026-01-31T10:05:00.000Z",
    "updatedAt": "2026-01-31T10:35:00.000Z",
    "title": "AWS CloudTrail trail t was disabled.",
    "description": "AWS CloudTrail trail t was disabled by ann.",
}
INSPECTOR: dict[str, Any] = {
    "awsAccountId": "111122223333",
    "description": "A flaw in openssl.",
    "exploitAvailable": "NO",
    "findingArn": "arn:aws:inspector2:eu-west-1:111122223333:finding/0a1b",
    "firstObservedAt": "2026-01-20T00:00:00+00:00",
    "fixAvailable": "YES",
    "inspectorScore": 9.8,
    "lastObservedAt": "2026-01-30T00:00:00+00:00",
    "packageVulnerabilityDetails": {"vulnerabilityId": "CVE-2026-0001", "source": "NVD"},
    "remediation": {"recommendation": {"text": "aws ec2 terminate-instances"}},
    "resources": [{"id": "i-0123456789abcdef0", "type": "AWS_EC2_INSTANCE", "region": "eu-west-1"}],
    "severity": "CRITICAL",
    "status": "ACTIVE",
    "title": "CVE-2026-0001 - openssl",
    "type": "PACKAGE_VULNERABILITY",
    "updatedAt": "2026-01-30T01:00:00+00:00",
}
MACIE: dict[str, Any] = {
    "accountId": "111122223333",
    "archived": False,
    "category": "CLASSIFICATION",
    "count": 1,
    "createdAt": "2026-01-30T00:00:00Z",
    "description": "The object contains personal information.",
    "id": "5be50fce24526e670df77bc00example",
    "partition": "aws",
    "region": "eu-west-1",
    "resourcesAffected": {
        "s3Bucket": {"arn": "arn:aws:s3:::customer-data", "name": "customer-data"},
        "s3Object": {"path": "customer-data/people.csv"},
    },
    "sample": False,
    "severity": {"description": "High", "score": 3},
    "title": "The S3 object contains personal information.",
    "type": "SensitiveData:S3Object/Personal",
    "updatedAt": "2026-01-30T01:00:00Z",
}
ANALYZER: dict[str, Any] = {
    "id": "6f1c8b1e-0000-4a5b-8e2f-aaaaaaaaaaaa",
    "findingType": "ExternalAccess",
    "resource": "arn:aws:s3:::customer-data",
    "resourceType": "AWS::S3::Bucket",
    "resourceOwnerAccount": "111122223333",
    "region": "eu-west-1",
    "status": "ACTIVE",
    "isPublic": True,
    "principal": {"AWS": "*"},
    "action": ["s3:GetObject"],
    "analyzedAt": "2026-01-30T00:00:00Z",
    "createdAt": "2026-01-29T00:00:00Z",
    "updatedAt": "2026-01-29T00:00:00Z",
}
CONFIG: dict[str, Any] = {
    "resourceId": "customer-data",
    "resourceType": "AWS::S3::Bucket",
    "awsRegion": "eu-west-1",
    "awsAccountId": "111122223333",
    "configRuleName": "s3-bucket-logging-enabled",
    "configRuleARN": "arn:aws:config:eu-west-1:111122223333:config-rule/config-rule-x",
    "messageType": "ComplianceChangeNotification",
    "newEvaluationResult": {
        "evaluationResultIdentifier": {
            "evaluationResultQualifier": {
                "configRuleName": "s3-bucket-logging-enabled",
                "resourceType": "AWS::S3::Bucket",
                "resourceId": "customer-data",
            },
            "orderingTimestamp": "2026-01-30T00:00:00.000Z",
        },
        "complianceType": "NON_COMPLIANT",
        "resultRecordedTime": "2026-01-30T00:01:00.000Z",
    },
    "notificationCreationTime": "2026-01-30T00:02:00.000Z",
}
CONTROL: dict[str, Any] = {
    "SchemaVersion": "2018-10-08",
    "Id": "arn:aws:securityhub:eu-west-1:111122223333:security-control/S3.8/finding/0f0f",
    "ProductArn": "arn:aws:securityhub:eu-west-1::product/aws/securityhub",
    "ProductName": "Security Hub",
    "CompanyName": "AWS",
    "Region": "eu-west-1",
    "GeneratorId": "security-control/S3.8",
    "AwsAccountId": "111122223333",
    "Types": ["Software and Configuration Checks/Industry and Regulatory Standards"],
    "FirstObservedAt": "2026-01-29T00:00:00.000Z",
    "LastObservedAt": "2026-01-30T00:00:00.000Z",
    "CreatedAt": "2026-01-29T00:00:00.000Z",
    "UpdatedAt": "2026-01-30T00:00:00.000Z",
    "Severity": {"Label": "HIGH", "Normalized": 70, "Original": "HIGH"},
    "Title": "S3 general purpose buckets should block public access",
    "Description": "This control checks whether a bucket blocks public access.",
    "Remediation": {
        "Recommendation": {
            "Url": "https://docs.aws.amazon.com/console/securityhub/S3.8/remediation"
        }
    },
    "Resources": [{"Type": "AwsS3Bucket", "Id": "arn:aws:s3:::customer-data", "Partition": "aws"}],
    "Compliance": {"Status": "FAILED", "SecurityControlId": "S3.8"},
    "WorkflowState": "NEW",
    "Workflow": {"Status": "NEW"},
    "RecordState": "ACTIVE",
}
OCSF: dict[str, Any] = {
    "activity_id": 1,
    "category_uid": 2,
    "class_uid": 2004,
    "cloud": {"account": {"uid": "111122223333"}, "provider": "AWS", "region": "eu-west-1"},
    "finding_info": {
        "uid": GUARDDUTY["arn"],
        "title": "AWS CloudTrail trail t was disabled.",
        "types": ["Stealth:IAMUser/CloudTrailLoggingDisabled"],
        "first_seen_time": 1769853600000,
        "last_seen_time_dt": "2026-01-31T10:30:00Z",
        "modified_time": 1769855700000,
    },
    "metadata": {
        "product": {
            "name": "GuardDuty",
            "uid": "arn:aws:securityhub:eu-west-1::productv2/aws/guardduty",
            "vendor_name": "AWS",
        },
        "version": "1.6.0",
    },
    "resources": [{"uid": "arn:aws:iam::111122223333:user/ann", "type": "AwsIamUser"}],
    "severity_id": 3,
    "status_id": 1,
}


def change(record: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return a copy of a record with other members: `service__archived` is one inside another."""
    made = copy.deepcopy(record)
    for path, value in members.items():
        *outer, last = path.split("__")
        place = made
        for name in outer:
            place = place.setdefault(name, {})
        place[last] = value
    return made


def copy_guardduty(record: dict[str, Any], **members: Any) -> dict[str, Any]:
    """Return a finding of GuardDuty as Security Hub has it."""
    key = record["resource"]["accessKeyDetails"]
    return change(
        {
            "SchemaVersion": "2018-10-08",
            "Id": record["arn"],
            "ProductArn": f"arn:aws:securityhub:{record['region']}::product/aws/guardduty",
            "ProductName": "GuardDuty",
            "Region": record["region"],
            "GeneratorId": record["arn"].partition("/finding/")[0],
            "AwsAccountId": record["accountId"],
            "Types": ["TTPs/Defense Evasion/" + record["type"].replace("/", "-", 1)],
            "FirstObservedAt": record["service"]["eventFirstSeen"],
            "LastObservedAt": record["service"]["eventLastSeen"],
            "CreatedAt": record["createdAt"],
            "UpdatedAt": record["updatedAt"],
            "Severity": {"Product": record["severity"], "Label": "MEDIUM"},
            "Title": record["title"],
            "Description": record["description"],
            "ProductFields": {
                "aws/guardduty/service/action/awsApiCallAction/remoteIpDetails/ipAddressV4": (
                    "198.51.100.7"
                ),
                "aws/guardduty/service/count": "3",
            },
            "Resources": [
                {
                    "Type": "AwsIamAccessKey",
                    "Id": f"AWS::IAM::AccessKey:{key['accessKeyId']}",
                    "Details": {
                        "AwsIamAccessKey": {
                            "PrincipalName": key["userName"],
                            "PrincipalType": key["userType"],
                        }
                    },
                }
            ],
            "Workflow": {"Status": "NEW"},
            "RecordState": "ACTIVE",
        },
        **members,
    )
