"""Calls of S3, KMS, Secrets Manager, RDS and backups: what their records have."""

from collections.abc import Mapping
from typing import Any

_S3 = {"Host": "{bucket}.s3.{region}.amazonaws.com", "bucketName": "{bucket}"}
_NEW_S3 = {"Host": "{new_bucket}.s3.{region}.amazonaws.com", "bucketName": "{new_bucket}"}
_ROLE_ARN = "arn:aws:iam::{account}:role/{role}"
_KEY_ARN = "arn:aws:kms:{region}:{account}:key/{key}"
_KEY_POLICY = (
    '{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":'
    '"arn:aws:iam::{account}:root"}},"Action":"kms:*","Resource":"*"}}]}}'
)
_WEB_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"},
            "Action": "s3:GetObject", "Resource": "arn:aws:s3:::{new_bucket}/*",
            "Condition": {"StringEquals": {
                "AWS:SourceArn": "arn:aws:cloudfront::{account}:distribution/E{hex8}"}},
        }
    ],
}  # fmt: skip
_OPEN_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::{new_bucket}/*",
        }
    ],
}  # fmt: skip
_KEY = [{"accountId": "{account}", "type": "AWS::KMS::Key", "ARN": _KEY_ARN}]

DATA_CALLS: Mapping[str, Mapping[str, Any]] = {
    "s3:CreateBucket": {"request": _NEW_S3 | {"CreateBucketConfiguration": {
        "LocationConstraint": "{region}"}}},
    "s3:DeleteBucket": {"request": _S3},
    "s3:PutBucketPolicy": {"request": _NEW_S3 | {"policy": "", "bucketPolicy": _WEB_POLICY}},
    "s3:PutBucketPolicy.website": {
        "request": _NEW_S3 | {"policy": "", "bucketPolicy": _OPEN_POLICY}
    },
    "s3:PutBucketEncryption": {"request": _NEW_S3 | {"encryption": ""}},
    "s3:PutBucketVersioning": {"request": _NEW_S3 | {
        "versioning": "", "VersioningConfiguration": {"Status": "Enabled"}}},
    "s3:PutBucketPublicAccessBlock": {"request": _NEW_S3 | {
        "publicAccessBlock": "", "PublicAccessBlockConfiguration": {
            "BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True,
            "RestrictPublicBuckets": True}}},
    "s3:PutBucketLifecycle": {"request": _S3 | {"lifecycle": "", "LifecycleConfiguration": {
        "Rule": {"ID": "old", "Status": "Enabled", "Expiration": {"Days": 365}, "Filter": ""}}}},
    "s3:PutBucketLogging": {"request": _NEW_S3 | {"logging": "", "BucketLoggingStatus": {
        "LoggingEnabled": {"TargetBucket": "{bucket}", "TargetPrefix": "s3/"}}}},
    "kms:CreateKey": {
        "request": {"policy": _KEY_POLICY, "keyUsage": "ENCRYPT_DECRYPT", "origin": "AWS_KMS"},
        "response": {"keyMetadata": {"keyId": "{new_key}", "arn":
                     "arn:aws:kms:{region}:{account}:key/{new_key}"}},
    },
    "kms:CreateAlias": {"request": {"aliasName": "alias/{word}", "targetKeyId": "{new_key}"}},
    "kms:EnableKeyRotation": {"request": {"keyId": "{new_key}"}},
    "kms:PutKeyPolicy": {
        "request": {"keyId": "{key}", "policyName": "default", "policy": _KEY_POLICY},
        "resources": _KEY,
    },
    "kms:CreateGrant": {
        "request": {
            "keyId": _KEY_ARN, "granteePrincipal": "ec2.{region}.amazonaws.com",
            "operations": ["Decrypt", "GenerateDataKeyWithoutPlaintext", "CreateGrant"],
        },
        "response": {"grantId": "{digest}", "keyId": _KEY_ARN}, "resources": _KEY,
    },
    "kms:RetireGrant": {"request": {}, "resources": _KEY},
    "kms:ScheduleKeyDeletion": {
        "request": {"keyId": "{key}", "pendingWindowInDays": 30},
        "response": {"keyId": _KEY_ARN, "keyState": "PendingDeletion"}, "resources": _KEY,
    },
    "kms:RotateKey": {"kind": "AwsServiceEvent", "resources": _KEY},
    "secretsmanager:CreateSecret": {
        "request": {"name": "{new_secret}"}, "response": {"name": "{new_secret}"}
    },
    "secretsmanager:PutSecretValue": {
        "request": {"secretId": "{secret}", "versionStages": ["AWSPENDING"]},
        "response": {"arn": "arn:aws:secretsmanager:{region}:{account}:secret:{secret}"},
    },
    "secretsmanager:UpdateSecretVersionStage": {
        "request": {"secretId": "{secret}", "versionStage": "AWSCURRENT"},
        "response": {"arn": "arn:aws:secretsmanager:{region}:{account}:secret:{secret}"},
    },
    "secretsmanager:RotateSecret": {"request": {"secretId": "{secret}"}, "response": {}},
    "secretsmanager:DeleteSecret": {
        "request": {"secretId": "{secret}", "recoveryWindowInDays": 30}, "response": {}
    },
    "rds:CreateDBInstance": {
        "request": {
            "dBInstanceIdentifier": "{new_database}", "engine": "postgres",
            "publiclyAccessible": False, "storageEncrypted": True, "manageMasterUserPassword": True,
        },
        "response": {"dBInstanceIdentifier": "{new_database}", "publiclyAccessible": False},
    },
    "rds:ModifyDBInstance": {
        "request": {"dBInstanceIdentifier": "{database}", "masterUserPassword": "****",
                    "applyImmediately": True},
        "response": {"dBInstanceIdentifier": "{database}", "publiclyAccessible": False},
    },
    "rds:ModifyDBInstance.size": {
        "request": {"dBInstanceIdentifier": "{database}", "dBInstanceClass": "db.r6g.large"},
        "response": {"dBInstanceIdentifier": "{database}", "publiclyAccessible": False},
    },
    "rds:DeleteDBInstance": {
        "request": {"dBInstanceIdentifier": "{database}", "skipFinalSnapshot": True},
        "response": {"dBInstanceIdentifier": "{database}", "dBInstanceStatus": "deleting"},
    },
    "rds:CreateDBSnapshot": {
        "request": {"dBInstanceIdentifier": "{database}",
        "dBSnapshotIdentifier": "{new_db_snapshot}"},
        "response": {"dBSnapshotIdentifier": "{new_db_snapshot}", "status": "creating"},
    },
    "rds:ModifyDBSnapshotAttribute": {
        "request": {
            "dBSnapshotIdentifier": "{db_snapshot}", "attributeName": "restore",
            "valuesToAdd": ["{shared_with}"],
        },
        "response": {"dBSnapshotIdentifier": "{db_snapshot}"},
    },
    "rds:CopyDBSnapshot": {
        "request": {
            "sourceDBSnapshotIdentifier": "arn:aws:rds:{region}:{owner}:snapshot:{db_snapshot}",
            "targetDBSnapshotIdentifier": "{new_db_snapshot}", "kmsKeyId": _KEY_ARN,
        },
        "response": {"dBSnapshotIdentifier": "{new_db_snapshot}"},
    },
    "rds:DeleteDBSnapshot": {
        "request": {"dBSnapshotIdentifier": "{db_snapshot}"}, "response": {}
    },
    "rds:RebootDBInstance": {"request": {"dBInstanceIdentifier": "{database}"}, "response": {}},
    "dynamodb:CreateTable": {"request": {"tableName": "{new_dynamo}"}, "response": {}},
    "dynamodb:UpdateTable": {"request": {"tableName": "{dynamo}"}, "response": {}},
    "backup:StartBackupJob": {
        "request": {"backupVaultName": "daily", "iamRoleArn": _ROLE_ARN}, "response": {}
    },
    "backup:BackupJobStarted": {"kind": "AwsServiceEvent"},
    "backup:BackupJobCompleted": {"kind": "AwsServiceEvent"},
    "backup:RecoveryPointCreated": {"kind": "AwsServiceEvent"},
}  # fmt: skip
