/*
title = "Alarm should be raised by activity of the root user"
family = "activity_raises_alarm"
words = ["userIdentity", "Root"]
pattern = "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"
severity = "medium"
why = "The root user can do everything and is needed for almost nothing: each time that it is used, somebody should know why."
fix = "aws logs put-metric-filter on the trail's log group with the pattern { $.userIdentity.type = 'Root' && $.userIdentity.invokedBy NOT EXISTS && $.eventType != 'AwsServiceEvent' }, and aws cloudwatch put-metric-alarm on its metric with an SNS topic that somebody reads"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html"
*/
