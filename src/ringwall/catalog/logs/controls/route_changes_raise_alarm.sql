/*
title = "Alarm should be raised by changes to route tables"
family = "activity_raises_alarm"
words = ["CreateRoute", "CreateRouteTable", "ReplaceRoute", "ReplaceRouteTableAssociation", "DeleteRouteTable", "DeleteRoute", "DisassociateRouteTable"]
pattern = "{ ($.eventName = CreateRoute) || ($.eventName = CreateRouteTable) || ($.eventName = ReplaceRoute) || ($.eventName = ReplaceRouteTableAssociation) || ($.eventName = DeleteRouteTable) || ($.eventName = DeleteRoute) || ($.eventName = DisassociateRouteTable) }"
severity = "low"
why = "A changed route can lead traffic past the firewall, or to somebody else."
fix = "aws logs put-metric-filter on the trail's log group with the pattern of these event names, and aws cloudwatch put-metric-alarm on its metric with an SNS topic that somebody reads"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html"
*/
