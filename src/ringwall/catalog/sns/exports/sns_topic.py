"""Where CloudFormation has topics: the policy is a resource of its own."""

from ringwall.model.export import FurtherResource, TableExport

topic = TableExport(
    table="sns_topic",
    properties={"TopicName": "{topic_name}"},
    known={"arn": "arn:{partition}:sns:{region}:{account_id}:{topic_name}"},
    also=(
        FurtherResource(
            "AWS::SNS::TopicInlinePolicy",
            {"TopicArn": "{found.arn}", "PolicyDocument": "{policy}"},
            "policy",
        ),
    ),
)
