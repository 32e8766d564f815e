/*
title = "Auto Scaling group should be in several zones"
family = "spans_several_zones"
table = "autoscaling_auto_scaling_group"
column = "availability_zones"
severity = "medium"
why = "When its only zone fails, no instance is left, and none can be started."
fix = "aws autoscaling update-auto-scaling-group --auto-scaling-group-name NAME --vpc-zone-identifier SUBNET_ID,SUBNET_ID"
url = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html"
*/
