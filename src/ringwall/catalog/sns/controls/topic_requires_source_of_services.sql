/*
title = "Topic should limit AWS services to your own resources"
family = "requires_source_of_services"
table = "sns_topic"
severity = "medium"
why = "A topic policy that trusts an AWS service without naming a source lets the bucket, alarm or rule of any AWS customer send messages to your subscribers. This is the confused deputy problem."
fix = "Add a Condition to the statement: ArnLike aws:SourceArn (the bucket, alarm or rule), StringEquals aws:SourceAccount, or StringEquals aws:SourceOrgID: aws sns set-topic-attributes --topic-arn ARN --attribute-name Policy --attribute-value file://policy.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
*/
