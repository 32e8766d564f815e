/*
title = "Topic should not be public"
family = "policy_is_not_public"
table = "sns_topic"
severity = "critical"
why = "Principal * without a condition on the caller lets every AWS account read the topic's messages, or send false ones to all subscribers."
fix = "Name who publishes and subscribes, or limit Principal * with a Condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID: aws sns set-topic-attributes --topic-arn ARN --attribute-name Policy --attribute-value file://policy.json"
url = "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html"
*/
