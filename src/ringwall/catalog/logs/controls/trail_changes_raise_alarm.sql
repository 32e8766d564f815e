/*
title = "Alarm should be raised by changes to CloudTrail"
family = "activity_raises_alarm"
words = ["CreateTrail", "UpdateTrail", "DeleteTrail", "StartLogging", "StopLogging"]
pattern = "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }"
severity = "medium"
why = "An intruder who stops a trail acts unseen from then on: that it was stopped is the last event."
fix = "aws logs put-metric-filter on the trail's log group with the pattern of these event names, and aws cloudwatch put-metric-alarm on its metric with an SNS topic that somebody reads"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html"
*/
