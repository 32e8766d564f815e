/*
title = "Target group should encrypt requests"
layer = "data"
severity = "medium"
why = "What was encrypted up to the load balancer goes on in the clear: whoever mirrors traffic or has a machine in the network reads passwords and customers' data."
fix = "The protocol of a group never changes: aws elbv2 create-target-group --name NAME --protocol HTTPS --port 443 --vpc-id VPC_ID, register the targets there, and let the listener forward to it."
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html"

[[example]]
elasticloadbalancingv2_target_group = [{arn = "t", target_type = "instance", protocol = "HTTPS"}]
expect = "pass"

[[example]]
elasticloadbalancingv2_target_group = [{arn = "t", target_type = "ip", protocol = "TLS"}]
expect = "pass"

[[example]]
elasticloadbalancingv2_target_group = [{arn = "t", target_type = "instance", protocol = "HTTP"}]
expect = "fail"

[[example]]
elasticloadbalancingv2_target_group = [{arn = "t", target_type = "ip", protocol = "TCP"}]
expect = "fail"

# Functions are invoked, a load balancer has listeners of its own, appliances get the packets.
[[example]]
elasticloadbalancingv2_target_group = [
  {arn = "t", target_type = "lambda", protocol = ""},
  {arn = "u", target_type = "alb", protocol = "TCP"},
  {arn = "v", target_type = "instance", protocol = "GENEVE"},
  {arn = "w", target_type = "instance", protocol = "QUIC"},
]
expect = "pass"

[[example]]
elasticloadbalancingv2_target_group = [{arn = "t", target_type = "instance"}]
expect = "unknown"

[[example]]
elasticloadbalancingv2_target_group = [{arn = "t", protocol = "HTTP"}]
expect = "unknown"
*/
select
  t.arn as resource,
  case
    when t.target_type in ('instance', 'ip') and t.protocol <> 'GENEVE'
    then t.protocol in ('HTTPS', 'TLS', 'QUIC')
  end as ok,
  'the protocol is ' || t.protocol as reason
from estate.elasticloadbalancingv2_target_group t
where (t.target_type in ('instance', 'ip') and t.protocol <> 'GENEVE') is not false
