/*
title = "Queue should not be public"
family = "policy_is_not_public"
table = "sqs_queue"
severity = "critical"
why = "Principal * without a condition on the caller lets every AWS account read, forge or delete the queue's messages."
fix = "Name the callers, or limit Principal * with a Condition on aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID: aws sqs set-queue-attributes --queue-url URL --attributes file://attributes.json (with the attribute Policy)"
url = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html"
*/
