/*
title = "Classic Load Balancer should complete requests before an instance leaves"
family = "setting_has_value"
table = "elasticloadbalancing_load_balancer"
column = "connection_draining_enabled"
setting = "ConnectionDraining.Enabled"
layer = "infrastructure"
severity = "low"
why = "Without it, everything that an instance is working on is cut off when it is replaced: orders are lost, and so is what an application would have logged."
fix = "aws elb modify-load-balancer-attributes --load-balancer-name NAME --load-balancer-attributes 'ConnectionDraining={Enabled=true,Timeout=300}'"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-conn-drain.html"
*/
