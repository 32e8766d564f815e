/*
title = "Alarm should be raised by KMS keys that are disabled or scheduled for deletion"
family = "activity_raises_alarm"
words = ["kms", "DisableKey", "ScheduleKeyDeletion"]
pattern = "{ ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }"
severity = "low"
why = "What a deleted key has encrypted can never be read again. There are days to cancel a deletion, for those who hear of it."
fix = "aws logs put-metric-filter on the trail's log group with the pattern { ($.eventSource = kms.amazonaws.com) && (($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion)) }, and aws cloudwatch put-metric-alarm on its metric with an SNS topic that somebody reads"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html"
*/
