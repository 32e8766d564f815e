/*
title = "Alarm should be raised by changes to AWS Config"
family = "activity_raises_alarm"
words = ["config", "StopConfigurationRecorder", "DeleteDeliveryChannel", "PutDeliveryChannel", "PutConfigurationRecorder"]
pattern = "{ ($.eventSource = config.amazonaws.com) && (($.eventName = StopConfigurationRecorder) || ($.eventName = DeleteDeliveryChannel) || ($.eventName = PutDeliveryChannel) || ($.eventName = PutConfigurationRecorder)) }"
severity = "low"
why = "A recorder that is stopped no longer says what was changed."
fix = "aws logs put-metric-filter on the trail's log group with the pattern of these event names, and aws cloudwatch put-metric-alarm on its metric with an SNS topic that somebody reads"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html"
*/
