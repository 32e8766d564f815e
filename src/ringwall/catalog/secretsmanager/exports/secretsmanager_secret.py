"""Where CloudFormation has secrets: the policy is a resource of its own.

A secret that a stack makes has no value, as one that Ringwall makes; its rotation comes later, for
it would fail.
"""

from ringwall.model.export import FurtherResource, TableExport

secret = TableExport(
    table="secretsmanager_secret",
    attributes={"arn": "Id"},
    also=(
        FurtherResource(
            "AWS::SecretsManager::ResourcePolicy",
            {
                "SecretId": "{found.arn}",
                "ResourcePolicy": "{resource_policy}",
                "BlockPublicPolicy": True,
            },
            "resource_policy",
        ),
    ),
    retained=True,
)
