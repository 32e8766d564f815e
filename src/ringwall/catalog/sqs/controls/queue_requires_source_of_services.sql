/*
title = "Queue should limit AWS services to your own resources"
family = "requires_source_of_services"
table = "sqs_queue"
severity = "medium"
why = "A queue policy that trusts an AWS service without naming a source lets the bucket, topic or rule of any AWS customer send messages to the queue. This is the confused deputy problem."
fix = "Add a Condition to the statement: ArnLike aws:SourceArn (the bucket, topic or rule), StringEquals aws:SourceAccount, or StringEquals aws:SourceOrgID: aws sqs set-queue-attributes --queue-url URL --attributes file://attributes.json (with the attribute Policy)"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
*/
