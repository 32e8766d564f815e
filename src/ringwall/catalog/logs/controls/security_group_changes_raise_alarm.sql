/*
title = "Alarm should be raised by changes to security groups"
family = "activity_raises_alarm"
words = ["AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress", "CreateSecurityGroup", "DeleteSecurityGroup"]
pattern = "{ ($.eventName = AuthorizeSecurityGroupIngress) || ($.eventName = AuthorizeSecurityGroupEgress) || ($.eventName = RevokeSecurityGroupIngress) || ($.eventName = RevokeSecurityGroupEgress) || ($.eventName = CreateSecurityGroup) || ($.eventName = DeleteSecurityGroup) }"
severity = "low"
why = "One rule of a security group can let the internet in."
fix = "aws logs put-metric-filter on the trail's log group with the pattern of these event names, and aws cloudwatch put-metric-alarm on its metric with an SNS topic that somebody reads"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html"
*/
