/*
title = "Classic Load Balancer should be in several zones"
family = "spans_several_zones"
table = "elasticloadbalancing_load_balancer"
column = "availability_zones"
severity = "medium"
why = "When its only zone fails, the application is gone for everybody."
fix = "aws elb attach-load-balancer-to-subnets --load-balancer-name NAME --subnets SUBNET_ID"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-az.html"
*/
