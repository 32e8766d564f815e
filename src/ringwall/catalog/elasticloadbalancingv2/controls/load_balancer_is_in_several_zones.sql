/*
title = "Load balancer should be in several zones"
family = "spans_several_zones"
table = "elasticloadbalancingv2_load_balancer"
column = "availability_zones"
severity = "medium"
why = "When its only zone fails, the application is gone for everybody."
fix = "aws elbv2 set-subnets --load-balancer-arn ARN --subnets SUBNET_ID SUBNET_ID"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-subnets.html"
*/
