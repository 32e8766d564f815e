/*
title = "Target group should encrypt health checks"
layer = "data"
severity = "medium"
why = "A health check by HTTP or TCP says nothing about whether the target is the right one: whoever takes its address gets its requests. By HTTPS, a port without TLS is not healthy."
fix = "aws elbv2 modify-target-group --target-group-arn ARN --health-check-protocol HTTPS"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html"

[[example]]
elasticloadbalancingv2_target_group = [{arn = "t", target_type = "instance", protocol = "HTTPS", health_check_protocol = "HTTPS"}]
expect = "pass"

[[example]]
elasticloadbalancingv2_target_group = [{arn = "t", target_type = "ip", protocol = "TLS", health_check_protocol = "TCP"}]
expect = "fail"

# Functions are invoked, and appliances are not asked by HTTPS.
[[example]]
elasticloadbalancingv2_target_group = [
  {arn = "t", target_type = "lambda", protocol = "", health_check_protocol = ""},
  {arn = "u", target_type = "instance", protocol = "GENEVE", health_check_protocol = "TCP"},
  {arn = "v", target_type = "alb", protocol = "TCP", health_check_protocol = "HTTPS"},
]
expect = "pass"

[[example]]
elasticloadbalancingv2_target_group = [{arn = "t", target_type = "instance", protocol = "HTTPS"}]
expect = "unknown"

[[example]]
elasticloadbalancingv2_target_group = [{arn = "t", protocol = "HTTPS", health_check_protocol = "HTTP"}]
expect = "unknown"
*/
select
  t.arn as resource,
  case
    when t.target_type <> 'lambda' and t.protocol <> 'GENEVE' then t.health_check_protocol = 'HTTPS'
  end as ok,
  'HealthCheckProtocol is ' || t.health_check_protocol as reason
from estate.elasticloadbalancingv2_target_group t
where (t.target_type <> 'lambda' and t.protocol <> 'GENEVE') is not false
