"""Calls of applications, operation and security: what their records have."""

from collections.abc import Mapping
from typing import Any

_ROLE_ARN = "arn:aws:iam::{account}:role/{role}"
_LOG_GROUP = {"logGroupName": "/aws/lambda/{new_function}"}
_NEW_STACK = {"stackName": "{new_stack}"}

APPLICATION_CALLS: Mapping[str, Mapping[str, Any]] = {
    "lambda:CreateFunction": {
        "request": {
            "functionName": "{new_function}", "runtime": "python3.12", "role": _ROLE_ARN,
            "handler": "main.handle", "code": {}, "timeout": 30,
        },
        "response": {"functionName": "{new_function}", "state": "Pending"},
    },
    "lambda:UpdateFunctionCode": {
        "request": {
            "functionName": "{function}", "s3Bucket": "{bucket}", "s3Key": "releases/{hex40}.zip",
            "publish": False, "dryRun": False,
        },
        "response": {"functionName": "{function}", "lastUpdateStatus": "InProgress"},
    },
    "lambda:UpdateFunctionConfiguration": {
        "request": {"functionName": "{function}", "memorySize": 512, "environment": {}},
        "response": {"functionName": "{function}"},
    },
    "lambda:AddPermission": {
        "request": {
            "functionName": "{new_function}", "statementId": "api",
            "action": "lambda:InvokeFunction",
            "principal": "apigateway.amazonaws.com",
            "sourceArn": "arn:aws:execute-api:{region}:{account}:{hex8}/*/*",
        },
        "response": {"statement": "{{}}"},
    },
    "lambda:DeleteFunction": {"request": {"functionName": "{function}"}},
    "logs:CreateLogGroup": {"request": _LOG_GROUP},
    "logs:CreateLogStream": {
        "request": {"logGroupName": "/aws/lambda/{function}", "logStreamName": "{hex40}"}
    },
    "logs:PutRetentionPolicy": {"request": _LOG_GROUP | {"retentionInDays": 90}},
    "logs:DeleteLogGroup": {"request": {"logGroupName": "/aws/lambda/{function}"}},
    "cloudwatch:PutMetricAlarm": {"request": {"alarmName": "{word}", "metricName": "Errors"}},
    "cloudwatch:DeleteAlarms": {"request": {"alarmNames": ["{word}"]}},
    "sqs:CreateQueue": {"request": {"queueName": "{new_queue}"}, "response": {}},
    "sqs:SetQueueAttributes": {
        "request": {
            "queueUrl": "https://sqs.{region}.amazonaws.com/{account}/{queue}",
            "attributes": {"VisibilityTimeout": "60"},
        },
    },
    "sns:CreateTopic": {"request": {"name": "{new_topic}"}, "response": {}},
    "sns:Subscribe": {
        "request": {"topicArn": "arn:aws:sns:{region}:{account}:{topic}", "protocol": "sqs",
                    "endpoint": "arn:aws:sqs:{region}:{account}:{queue}"},
        "response": {"subscriptionArn": "arn:aws:sns:{region}:{account}:{topic}:{uuid}"},
    },
    "ecs:RegisterTaskDefinition": {
        "request": {"family": "{service}", "executionRoleArn": _ROLE_ARN, "containerDefinitions": [
            {"name": "app",
            "image": "{account}.dkr.ecr.{region}.amazonaws.com/{repository}:{hex40}"}]},
        "response": {"taskDefinition": {"family": "{service}", "revision": 12}},
    },
    "ecs:UpdateService": {
        "request": {"cluster": "{cluster}", "service": "{service}", "taskDefinition": "{service}"},
        "response": {"service": {"serviceName": "{service}"}},
    },
    "ecs:RunTask": {
        "request": {"cluster": "{cluster}", "taskDefinition": "{service}", "launchType": "FARGATE"},
        "response": {"tasks": [{"lastStatus": "PROVISIONING"}]},
    },
    "ecr:PutImage": {
        "request": {"repositoryName": "{repository}", "imageTag": "{hex40}"}, "response": {}
    },
    "ecr:InitiateLayerUpload": {"request": {"repositoryName": "{repository}"}, "response": {}},
    "ecr:CompleteLayerUpload": {"request": {"repositoryName": "{repository}"}, "response": {}},
    "cloudfront:CreateInvalidation": {"request": {"distributionId": "E{hex8}"}, "response": {}},
    "route53:ChangeResourceRecordSets": {
        "request": {"hostedZoneId": "Z{hex8}", "changeBatch": {"changes": [{"action": "UPSERT"}]}},
        "response": {"changeInfo": {"status": "PENDING"}},
    },
    "cloudformation:CreateStack": {
        "request": _NEW_STACK | {"capabilities": ["CAPABILITY_IAM"]},
        "response": {
            "stackId": "arn:aws:cloudformation:{region}:{account}:stack/{new_stack}/{uuid}"
        },
    },
    "cloudformation:UpdateStack": {"request": {"stackName": "{stack}"}, "response": {}},
    "cloudformation:DeleteStack": {"request": {"stackName": "{stack}"}},
    "cloudformation:CreateChangeSet": {"request": {"stackName": "{stack}"}, "response": {}},
    "cloudformation:ExecuteChangeSet": {"request": {"stackName": "{stack}"}},
    "glue:StartJobRun": {"request": {"jobName": "{word}"}, "response": {"jobRunId": "jr_{hex32}"}},
    "glue:BatchCreatePartition": {
        "request": {"databaseName": "lake", "tableName": "{word}"}, "response": {}
    },
    "athena:StartQueryExecution": {
        "request": {"queryString": "HIDDEN_DUE_TO_SECURITY_REASONS", "workGroup": "primary"},
        "response": {"queryExecutionId": "{uuid}"},
    },
    "bedrock:InvokeModel": {
        "request": {"modelId": "anthropic.claude-3-haiku-20240307-v1:0"}
    },
    "ssm:PutParameter": {
        "request": {"name": "{parameter}", "type": "SecureString", "overwrite": True},
        "response": {"version": 3},
    },
    "ssm:UpdateInstanceInformation": {
        "request": {"instanceId": "{caller_instance}", "agentVersion": "3.3.0",
        "agentStatus": "Active"}
    },
    "ssm:SendCommand": {
        "request": {
            "documentName": "AWS-RunPatchBaseline", "parameters": "HIDDEN_DUE_TO_SECURITY_REASONS",
            "targets": [{"key": "tag:patch", "values": ["weekly"]}],
        },
        "response": {"command": {"commandId": "{uuid}", "status": "Pending"}},
    },
    "ssm:SendCommand.shell": {
        "request": {
            "documentName": "AWS-RunShellScript", "parameters": "HIDDEN_DUE_TO_SECURITY_REASONS",
            "instanceIds": ["{instance}"],
        },
        "response": {"command": {"commandId": "{uuid}", "status": "Pending"}},
    },
    "ssm:StartSession": {
        "request": {"target": "{instance}"},
        "response": {"sessionId": "{word}-{hex8}", "tokenValue": "synthetic"},
    },
    "ssm:TerminateSession": {"request": {"sessionId": "{word}-{hex8}"}, "response": {}},
    "ssm:OpenDataChannel": {"request": {"sessionId": "{word}-{hex8}"}},
    "ssm:StartAutomationExecution": {
        "request": {"documentName": "AWS-StopEC2Instance"}, "response": {}
    },
    "guardduty:ArchiveFindings": {"request": {"detectorId": "{hex32}"}},
    "securityhub:BatchUpdateFindings": {
        "request": {"workflow": {"status": "RESOLVED"}}, "response": {}
    },
    "securityhub:BatchImportFindings": {"request": {}, "response": {}},
    "cloudtrail:PutEventSelectors": {
        "request": {
            "trailName": "synthetic-organization",
            "eventSelectors": [{
                "readWriteType": "All", "includeManagementEvents": True,
                "dataResources": [
                    {"type": "AWS::S3::Object", "values": ["arn:aws:s3:::{bucket}/"]}
                ],
            }],
        },
        "response": {
            "trailARN": "arn:aws:cloudtrail:{region}:{account}:trail/synthetic-organization"
        },
    },
    "config:PutEvaluations": {"request": {"testMode": False}, "response": {}},
    "organizations:UpdatePolicy": {
        "request": {"policyId": "p-{hex8}", "content": "HIDDEN"}, "response": {}
    },
    "organizations:CreateAccount": {
        "request": {"accountName": "HIDDEN_DUE_TO_SECURITY_REASONS", "email": "HIDDEN"},
        "response": {"createAccountStatus": {"state": "IN_PROGRESS"}},
    },
    "account:EnableRegion": {"request": {"regionName": "{opened_region}"}},
    "servicequotas:RequestServiceQuotaIncrease": {
        "request": {"serviceCode": "ec2", "desiredValue": 500}, "response": {}
    },
    "wafv2:UpdateWebACL": {"request": {"name": "{word}", "scope": "REGIONAL"}, "response": {}},
    "eks:CreateNodegroup": {"request": {"clusterName": "{eks}"}, "response": {}},
    "acm:RequestCertificate": {"request": {"domainName": "{word}.example.com"}, "response": {}},
}  # fmt: skip
