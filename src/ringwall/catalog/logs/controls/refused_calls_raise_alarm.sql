/*
title = "Alarm should be raised by API calls that are refused"
family = "activity_raises_alarm"
words = ["AccessDenied", "UnauthorizedOperation"]
pattern = "{ ($.errorCode = \"*UnauthorizedOperation\") || ($.errorCode = \"AccessDenied*\") }"
severity = "low"
why = "Whoever tries out stolen credentials is refused again and again. Refused calls are the first that one hears of it."
fix = "aws logs put-metric-filter on the trail's log group with the pattern { ($.errorCode = '*UnauthorizedOperation') || ($.errorCode = 'AccessDenied*') }, and aws cloudwatch put-metric-alarm on its metric with an SNS topic that somebody reads"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html"
*/
