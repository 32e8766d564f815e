/*
title = "Alarm should be raised by console sign-ins that fail"
family = "activity_raises_alarm"
words = ["ConsoleLogin", "Failed"]
pattern = "{ ($.eventName = ConsoleLogin) && ($.errorMessage = \"Failed authentication\") }"
severity = "low"
why = "Many failed sign-ins mean that somebody guesses passwords."
fix = "aws logs put-metric-filter on the trail's log group with the pattern { ($.eventName = ConsoleLogin) && ($.errorMessage = 'Failed authentication') }, and aws cloudwatch put-metric-alarm on its metric with an SNS topic that somebody reads"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html"
*/
