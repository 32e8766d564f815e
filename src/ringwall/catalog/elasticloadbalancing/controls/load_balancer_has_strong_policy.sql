/*
title = "Classic Load Balancer should negotiate TLS 1.2 with strong ciphers"
layer = "data"
severity = "medium"
why = "Older policies accept versions of TLS and ciphers that have been broken: whoever sits between makes both sides agree on the weakest, and reads what they say."
fix = "aws elb create-load-balancer-policy --load-balancer-name NAME --policy-name tls12 --policy-type-name SSLNegotiationPolicyType --policy-attributes AttributeName=Reference-Security-Policy,AttributeValue=ELBSecurityPolicy-TLS-1-2-2017-01; aws elb set-load-balancer-policies-of-listener --load-balancer-name NAME --load-balancer-port 443 --policy-names tls12"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-security-policy-table.html"

[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", encrypted_listeners = 1, listener_policies = ["tls12", "cookies"], negotiation_policies = ["tls12", "old"], strong_policies = ["tls12"]}]
expect = "pass"

[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", encrypted_listeners = 2, listener_policies = ["tls12", "old"], negotiation_policies = ["tls12", "old"], strong_policies = ["tls12"]}]
expect = "fail"

# A policy of its own, whatever is in it.
[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", encrypted_listeners = 1, listener_policies = ["custom"], negotiation_policies = ["custom"], strong_policies = []}]
expect = "fail"

# No listener has TLS.
[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", encrypted_listeners = 0, listener_policies = [], negotiation_policies = [], strong_policies = []}]
expect = "pass"

# What the policy of the listener is was not told.
[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", encrypted_listeners = 1, listener_policies = ["tls12"], negotiation_policies = [], strong_policies = []}]
expect = "unknown"

[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", encrypted_listeners = 1, listener_policies = ["old"]}]
expect = "unknown"
*/
with judged as (
  select
    b.arn,
    b.encrypted_listeners,
    list_filter(
      b.listener_policies, lambda p: list_contains(b.negotiation_policies, p)
    ) as used,
    list_filter(
      b.listener_policies,
      lambda p: list_contains(b.negotiation_policies, p) and not list_contains(b.strong_policies, p)
    ) as weak,
    b.listener_policies is null or b.negotiation_policies is null or b.strong_policies is null
      as is_doubtful
  from estate.elasticloadbalancing_load_balancer b
)
select
  arn as resource,
  case
    when encrypted_listeners = 0 then true
    when encrypted_listeners is null or is_doubtful then null
    when len(weak) > 0 then false
    when len(used) > 0 then true
  end as ok,
  case
    when encrypted_listeners = 0 then 'no listener has HTTPS or SSL'
    when len(weak) > 0 then 'the policy ' || weak[1] || ' is not ELBSecurityPolicy-TLS-1-2-2017-01'
    when len(used) > 0 then 'all listeners with TLS have ELBSecurityPolicy-TLS-1-2-2017-01'
    else 'the policy of a listener is not known'
  end as reason
from judged
