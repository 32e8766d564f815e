/*
title = "Alarm should be raised by console sign-ins without MFA"
family = "activity_raises_alarm"
words = ["ConsoleLogin", "MFAUsed"]
pattern = "{ ($.eventName = \"ConsoleLogin\") && ($.additionalEventData.MFAUsed != \"Yes\") }"
severity = "medium"
why = "A console sign-in without MFA needs a password alone, which can be guessed, phished or bought."
fix = "aws logs put-metric-filter on the trail's log group with the pattern { ($.eventName = 'ConsoleLogin') && ($.additionalEventData.MFAUsed != 'Yes') }, and aws cloudwatch put-metric-alarm on its metric with an SNS topic that somebody reads"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html"
*/
