/*
title = "Queue should not be open to other organizations without conditions"
family = "restricts_other_organizations"
table = "sqs_queue"
severity = "medium"
why = "If a policy names a whole account, the administrators of that account decide who has access, now and later. They can forge messages, or take messages from the queue."
fix = "Add a Condition on the caller (ArnLike aws:PrincipalArn, StringEquals aws:PrincipalTag/...) or on the network (aws:SourceVpce, aws:SourceIp), or name the role instead of the account: aws sqs set-queue-attributes --queue-url URL --attributes file://attributes.json (with the attribute Policy)"
url = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html"
*/
