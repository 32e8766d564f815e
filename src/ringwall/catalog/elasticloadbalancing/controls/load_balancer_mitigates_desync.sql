/*
title = "Classic Load Balancer should refuse ambiguous requests"
layer = "infrastructure"
severity = "medium"
why = "Where a load balancer and an application read a request differently, an attacker hides a second one in it, which is taken for another user's (HTTP desync)."
fix = "aws elb modify-load-balancer-attributes --load-balancer-name NAME --load-balancer-attributes 'AdditionalAttributes=[{Key=elb.http.desyncmitigationmode,Value=defensive}]'"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-desync-mitigation-mode.html"

[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", desync_mitigation_mode = "defensive"}]
expect = "pass"

[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", desync_mitigation_mode = "strictest"}]
expect = "pass"

[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", desync_mitigation_mode = "monitor"}]
expect = "fail"

[[example]]
elasticloadbalancing_load_balancer = [{arn = "b"}]
expect = "unknown"
*/
select
  b.arn as resource,
  b.desync_mitigation_mode in ('defensive', 'strictest') as ok,
  'elb.http.desyncmitigationmode is ' || b.desync_mitigation_mode as reason
from estate.elasticloadbalancing_load_balancer b
