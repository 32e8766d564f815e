/*
title = "Classic Load Balancer should send requests to all zones"
family = "setting_has_value"
table = "elasticloadbalancing_load_balancer"
column = "cross_zone"
setting = "CrossZoneLoadBalancing.Enabled"
layer = "infrastructure"
severity = "medium"
why = "Without it, the instances of one zone can be flooded while those of another one have nothing to do."
fix = "aws elb modify-load-balancer-attributes --load-balancer-name NAME --load-balancer-attributes 'CrossZoneLoadBalancing={Enabled=true}'"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-crosszone-lb.html"
*/
