"""Calls that only read, and data events: the parameters of their requests."""

from collections.abc import Mapping
from typing import Any

_INSTANCES = {"instancesSet": {"items": [{"instanceId": "{instance}"}]}, "filterSet": {}}
_OBJECT = {
    "bucketName": "{bucket}",
    "key": "{object}",
    "Host": "{bucket}.s3.{region}.amazonaws.com",
}
_BUCKET = {"bucketName": "{bucket}", "Host": "{bucket}.s3.{region}.amazonaws.com"}
_ROLE = {"roleName": "{role}"}
_FILTERS = {
    "filterSet": {"items": [{"name": "vpc-id", "valueSet": {"items": [{"value": "{vpc}"}]}}]}
}

READS: Mapping[str, Any] = {
    "ec2:DescribeInstances": _INSTANCES,
    "ec2:DescribeInstanceStatus": _INSTANCES,
    "ec2:DescribeSecurityGroups": {
        "securityGroupSet": {}, "securityGroupIdSet": {}, "filterSet": {}
    },
    "ec2:DescribeVpcs": {"vpcSet": {}, "filterSet": {}},
    "ec2:DescribeSubnets": {"subnetSet": {}} | _FILTERS,
    "ec2:DescribeRouteTables": {"routeTableIdSet": {}} | _FILTERS,
    "ec2:DescribeVolumes": {"volumeSet": {}, "filterSet": {}},
    "ec2:DescribeSnapshots": {
        "sharedUsersSet": {}, "snapshotSet": {}, "filterSet": {},
        "ownersSet": {"items": [{"owner": "self"}]},
    },
    "ec2:DescribeImages": {
        "executableBySet": {}, "filterSet": {}, "imagesSet": {},
        "ownersSet": {"items": [{"owner": "self"}]},
    },
    "ec2:DescribeNetworkInterfaces": {"networkInterfaceIdSet": {}} | _FILTERS,
    "ec2:DescribeAddresses": {"publicIpsSet": {}, "filterSet": {}, "allocationIdsSet": {}},
    "ec2:DescribeRegions": {"regionSet": {}},
    "ec2:DescribeAvailabilityZones": {"availabilityZoneSet": {}, "availabilityZoneIdSet": {}},
    "ec2:DescribeTags": {"filterSet": {}},
    "ec2:DescribeKeyPairs": {"keySet": {}, "filterSet": {}},
    "ec2:DescribeInstanceAttribute": {
        "instanceId": "{instance}", "attribute": "disableApiTermination"
    },
    "ec2:DescribeInstanceAttribute.user_data": {"instanceId": "{instance}",
    "attribute": "userData"},
    "ec2:DescribeNetworkAcls": {"networkAclIdSet": {}, "filterSet": {}},
    "ec2:DescribeFlowLogs": {"DescribeFlowLogsRequest": ""},
    "ec2:DescribeNatGateways": {"DescribeNatGatewaysRequest": ""},
    "ec2:DescribeLaunchTemplates": {"DescribeLaunchTemplatesRequest": ""},
    "ec2:DescribeVpcEndpoints": {"DescribeVpcEndpointsRequest": ""},
    "ec2:GetEbsEncryptionByDefault": {"GetEbsEncryptionByDefaultRequest": ""},
    "ec2:GetConsoleOutput": {"instanceId": "{instance}"},
    "iam:ListRoles": {"maxItems": 1000}, "iam:ListUsers": None,
    "iam:ListPolicies": {"scope": "Local"},
    "iam:ListGroups": None, "iam:GetAccountSummary": None, "iam:ListAccountAliases": None,
    "iam:GetRole": _ROLE, "iam:ListRolePolicies": _ROLE, "iam:ListAttachedRolePolicies": _ROLE,
    "iam:GetRolePolicy": {"roleName": "{role}", "policyName": "inline"},
    "iam:GetPolicy": {"policyArn": "arn:aws:iam::{account}:policy/{policy}"},
    "iam:GetPolicyVersion": {
        "policyArn": "arn:aws:iam::{account}:policy/{policy}", "versionId": "v1"
    },
    "iam:GetUser": {"userName": "{user}"}, "iam:ListAccessKeys": {"userName": "{user}"},
    "iam:ListMFADevices": {"userName": "{user}"}, "iam:GetLoginProfile": {"userName": "{user}"},
    "iam:GetAccessKeyLastUsed": {"accessKeyId": "{access_key}"},
    "iam:GenerateCredentialReport": None, "iam:GetCredentialReport": None,
    "iam:GetAccountAuthorizationDetails": {"maxItems": 500},
    "iam:GetAccountPasswordPolicy": None, "iam:ListInstanceProfiles": None,
    "iam:SimulatePrincipalPolicy": {
        "policySourceArn": "arn:aws:iam::{account}:role/{role}", "actionNames": ["s3:GetObject"]
    },
    "iam:GenerateServiceLastAccessedDetails": {"arn": "arn:aws:iam::{account}:role/{role}"},
    "iam:ListOpenIDConnectProviders": None, "iam:ListSAMLProviders": None,
    "s3:ListBuckets": {"Host": "s3.amazonaws.com"},
    "s3:GetBucketPolicy": _BUCKET | {"policy": ""}, "s3:GetBucketAcl": _BUCKET | {"acl": ""},
    "s3:GetBucketPolicyStatus": _BUCKET | {"policyStatus": ""},
    "s3:GetBucketPublicAccessBlock": _BUCKET | {"publicAccessBlock": ""},
    "s3:GetBucketEncryption": _BUCKET | {"encryption": ""},
    "s3:GetBucketVersioning": _BUCKET | {"versioning": ""},
    "s3:GetBucketLocation": _BUCKET | {"location": ""},
    "s3:GetBucketLogging": _BUCKET | {"logging": ""},
    "s3:GetObject": _OBJECT, "s3:PutObject": _OBJECT, "s3:HeadObject": _OBJECT,
    "s3:DeleteObject": _OBJECT, "s3:DeleteObjects": _BUCKET | {"delete": ""},
    "s3:ListObjects": _BUCKET | {"list-type": "2", "prefix": "daily/"},
    "s3:CopyObject": _OBJECT | {"x-amz-copy-source": "{bucket_2}/{object}"},
    "sts:GetCallerIdentity": None,
    "kms:ListKeys": None, "kms:ListAliases": None,
    "kms:DescribeKey": {"keyId": "arn:aws:kms:{region}:{account}:key/{key}"},
    "kms:GetKeyPolicy": {"keyId": "{key}", "policyName": "default"},
    "kms:GetKeyRotationStatus": {"keyId": "{key}"},
    "kms:Decrypt": {
        "encryptionAlgorithm": "SYMMETRIC_DEFAULT",
        "encryptionContext": {
            "SecretARN": "arn:aws:secretsmanager:{region}:{account}:secret:{secret}"
        },
    },
    "kms:Decrypt.parameter": {
        "encryptionAlgorithm": "SYMMETRIC_DEFAULT",
        "encryptionContext": {
            "PARAMETER_ARN": "arn:aws:ssm:{region}:{account}:parameter{parameter}"
        },
    },
    "kms:GenerateDataKey": {
        "keyId": "arn:aws:kms:{region}:{account}:key/{key}", "keySpec": "AES_256",
        "encryptionContext": {"aws:s3:arn": "arn:aws:s3:::{bucket}"},
    },
    "secretsmanager:ListSecrets": {"maxResults": 100},
    "secretsmanager:DescribeSecret": {"secretId": "{secret}"},
    "secretsmanager:GetSecretValue": {
        "secretId": "arn:aws:secretsmanager:{region}:{account}:secret:{secret}"
    },
    "secretsmanager:GetResourcePolicy": {"secretId": "{secret}"},
    "ssm:GetParameter": {"name": "{parameter}", "withDecryption": True},
    "ssm:GetParameters": {"names": ["{parameter}", "{parameter_2}"], "withDecryption": True},
    "ssm:GetParametersByPath": {"path": "/{word}", "recursive": True, "withDecryption": True},
    "ssm:DescribeParameters": {"maxResults": 50},
    "ssm:DescribeInstanceInformation": {"maxResults": 50},
    "ssm:ListCommands": {"maxResults": 25}, "ssm:DescribeSessions": {"state": "History"},
    "ssm:GetCommandInvocation": {"commandId": "{uuid}", "instanceId": "{instance}"},
    "ssm:ListInventoryEntries": {"instanceId": "{instance}", "typeName": "AWS:Application"},
    "cloudtrail:DescribeTrails": {"trailNameList": []},
    "cloudtrail:GetTrailStatus": {"name": "synthetic-organization"},
    "cloudtrail:LookupEvents": {"maxResults": 50},
    "cloudtrail:GetEventSelectors": {"trailName": "synthetic-organization"},
    "guardduty:ListDetectors": None, "guardduty:ListFindings": {"detectorId": "{hex32}"},
    "guardduty:GetDetector": {"detectorId": "{hex32}"},
    "guardduty:GetFindings": {"detectorId": "{hex32}", "findingIds": ["{hex32}"]},
    "securityhub:GetFindings": {"maxResults": 100}, "securityhub:DescribeHub": {},
    "config:DescribeConfigurationRecorders": None, "config:DescribeComplianceByConfigRule": None,
    "config:SelectResourceConfig": {"expression": "SELECT resourceId"},
    "config:DescribeConfigRules": None,
    "access-analyzer:ListAnalyzers": None,
    "access-analyzer:ListFindings": {"analyzerArn": "arn:aws:access-analyzer:{region}:{account}:a"},
    "organizations:ListAccounts": None, "organizations:DescribeOrganization": None,
    "organizations:ListPolicies": {"filter": "SERVICE_CONTROL_POLICY"},
    "organizations:ListRoots": None, "organizations:DescribeAccount": {"accountId": "{account}"},
    "lambda:ListFunctions": {"maxItems": 50},
    "lambda:GetFunction": {"functionName": "{function}"},
    "lambda:GetPolicy": {"functionName": "{function}"},
    "lambda:ListVersionsByFunction": {"functionName": "{function}"},
    "lambda:Invoke": {
        "functionName": "arn:aws:lambda:{region}:{account}:function:{function}",
        "invocationType": "RequestResponse",
    },
    "logs:DescribeLogGroups": {"limit": 50},
    "logs:DescribeLogStreams": {"logGroupName": "/aws/lambda/{function}", "limit": 50},
    "logs:FilterLogEvents": {"logGroupName": "/aws/lambda/{function}"},
    "logs:StartQuery": {"logGroupName": "/aws/lambda/{function}", "queryString": "fields @message"},
    "logs:GetQueryResults": {"queryId": "{uuid}"},
    "cloudwatch:DescribeAlarms": {"maxRecords": 100},
    "cloudwatch:ListMetrics": {"namespace": "AWS/EC2"},
    "cloudwatch:GetMetricData": {"startTime": "{at}", "endTime": "{at}"},
    "cloudwatch:GetDashboard": {"dashboardName": "{word}"},
    "rds:DescribeDBInstances": {"maxRecords": 100},
    "rds:DescribeDBClusters": {}, "rds:DescribeDBSnapshots": {"snapshotType": "manual"},
    "rds:DescribeDBSnapshotAttributes": {"dBSnapshotIdentifier": "{db_snapshot}"},
    "rds:DownloadDBLogFilePortion": {"dBInstanceIdentifier": "{database}",
    "logFileName": "error/log"},
    "ecs:ListClusters": {}, "ecs:ListServices": {"cluster": "{cluster}"},
    "ecs:DescribeServices": {"cluster": "{cluster}", "services": ["{service}"]},
    "ecs:DescribeTasks": {"cluster": "{cluster}", "tasks": ["{hex32}"]},
    "ecs:DescribeTaskDefinition": {"taskDefinition": "{service}:12"},
    "ecr:GetAuthorizationToken": {}, "ecr:DescribeRepositories": {},
    "ecr:BatchGetImage": {
        "repositoryName": "{repository}", "imageIds": [{"imageTag": "latest"}],
        "acceptedMediaTypes": ["application/vnd.docker.distribution.manifest.v2+json"],
    },
    "ecr:GetDownloadUrlForLayer": {"repositoryName": "{repository}",
    "layerDigest": "sha256:{digest}"},
    "ecr:DescribeImageScanFindings": {"repositoryName": "{repository}"},
    "eks:ListClusters": {}, "eks:DescribeCluster": {"name": "{eks}"},
    "dynamodb:ListTables": {}, "dynamodb:DescribeTable": {"tableName": "{dynamo}"},
    "dynamodb:GetItem": {"tableName": "{dynamo}", "key": {"id": "{hex8}"}},
    "dynamodb:PutItem": {"tableName": "{dynamo}", "item": {"id": "{hex8}"}},
    "sqs:ListQueues": {}, "sqs:GetQueueAttributes": {
        "queueUrl": "https://sqs.{region}.amazonaws.com/{account}/{queue}",
        "attributeNames": ["All"]
    },
    "sns:ListTopics": None,
    "sns:GetTopicAttributes": {"topicArn": "arn:aws:sns:{region}:{account}:{topic}"},
    "elb:DescribeLoadBalancers": {"pageSize": 400}, "elb:DescribeTargetGroups": {},
    "elb:DescribeTargetHealth": {
        "targetGroupArn": "arn:aws:elasticloadbalancing:{region}:{account}:target/{hex8}"
    },
    "autoscaling:DescribeAutoScalingGroups": {"maxRecords": 100},
    "cloudformation:DescribeStacks": {"stackName": "{stack}"},
    "cloudformation:ListStacks": {}, "cloudformation:DescribeStackEvents": {"stackName": "{stack}"},
    "cloudformation:GetTemplate": {"stackName": "{stack}"},
    "cloudfront:ListDistributions": None, "route53:ListHostedZones": None,
    "route53:ListResourceRecordSets": {"id": "Z{hex8}"},
    "glue:GetTable": {"databaseName": "lake", "name": "{word}"},
    "glue:GetDatabases": {}, "glue:GetPartitions": {"databaseName": "lake", "tableName": "{word}"},
    "glue:GetJobRun": {"jobName": "{word}", "runId": "jr_{hex32}"},
    "athena:GetQueryExecution": {"queryExecutionId": "{uuid}"},
    "athena:GetQueryResults": {"queryExecutionId": "{uuid}"},
    "athena:ListQueryExecutions": {"workGroup": "primary"},
    "ce:GetCostAndUsage": {"granularity": "DAILY"},
    "health:DescribeEventAggregates": {"aggregateField": "eventTypeCategory"},
    "servicequotas:ListServiceQuotas": {"serviceCode": "ec2"},
    "sso:ListInstances": None, "sso:ListAccountAssignments": {"accountId": "{account}"},
    "bedrock:ListFoundationModels": {},
    "bedrock:GetModelInvocationLoggingConfiguration": {},
    "opensearch:DescribeDomains": {"domainNames": ["{word}"]},
    "backup:ListBackupJobs": {}, "backup:DescribeBackupVault": {"backupVaultName": "daily"},
    "tagging:GetResources": {"resourcesPerPage": 100},
    "inspector2:ListFindings": {"maxResults": 100}, "macie2:ListFindings": {"maxResults": 50},
    "wafv2:ListWebACLs": {"scope": "REGIONAL"}, "acm:ListCertificates": {},
    "ses:GetAccount": {}, "ses:ListIdentities": {},
}  # fmt: skip
"""`service:Operation` to request parameters; None where the record has null."""
