/*
title = "Application Load Balancer should refuse ambiguous requests"
layer = "infrastructure"
severity = "medium"
why = "Where a load balancer and an application read a request differently, an attacker hides a second one in it, which is taken for another user's (HTTP desync)."
fix = "aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=routing.http.desync_mitigation_mode,Value=defensive"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html"

[[example]]
elasticloadbalancingv2_load_balancer = [{arn = "b", type = "application", desync_mitigation_mode = "defensive"}]
expect = "pass"

[[example]]
elasticloadbalancingv2_load_balancer = [{arn = "b", type = "application", desync_mitigation_mode = "strictest"}]
expect = "pass"

[[example]]
elasticloadbalancingv2_load_balancer = [{arn = "b", type = "application", desync_mitigation_mode = "monitor"}]
expect = "fail"

# One of another type has no such setting.
[[example]]
elasticloadbalancingv2_load_balancer = [
  {arn = "n", type = "network"},
  {arn = "b", type = "application", desync_mitigation_mode = "defensive"},
]
expect = "pass"

[[example]]
elasticloadbalancingv2_load_balancer = [{arn = "b", type = "application"}]
expect = "unknown"

[[example]]
elasticloadbalancingv2_load_balancer = [{arn = "b", desync_mitigation_mode = "monitor"}]
expect = "unknown"
*/
select
  b.arn as resource,
  case when b.type = 'application' then b.desync_mitigation_mode in ('defensive', 'strictest') end
    as ok,
  'routing.http.desync_mitigation_mode is ' || b.desync_mitigation_mode as reason
from estate.elasticloadbalancingv2_load_balancer b
where (b.type = 'application') is not false
