/*
title = "HTTPS and TLS listener should have a recommended security policy"
layer = "data"
severity = "medium"
why = "Older policies accept versions of TLS and ciphers that have been broken: whoever sits between makes both sides agree on the weakest, and reads what they say."
fix = "aws elbv2 modify-listener --listener-arn ARN --ssl-policy ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html"

[[example]]
elasticloadbalancingv2_listener = [{arn = "l", protocol = "HTTPS", ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"}]
expect = "pass"

[[example]]
elasticloadbalancingv2_listener = [{arn = "l", protocol = "TLS", ssl_policy = "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04"}]
expect = "pass"

[[example]]
elasticloadbalancingv2_listener = [{arn = "l", protocol = "HTTPS", ssl_policy = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"}]
expect = "pass"

# What AWS takes where nobody says.
[[example]]
elasticloadbalancingv2_listener = [{arn = "l", protocol = "HTTPS", ssl_policy = "ELBSecurityPolicy-2016-08"}]
expect = "fail"

# With TLS 1.0, or with ciphers that have no forward secrecy.
[[example]]
elasticloadbalancingv2_listener = [{arn = "l", protocol = "HTTPS", ssl_policy = "ELBSecurityPolicy-TLS13-1-0-2021-06"}]
expect = "fail"

[[example]]
elasticloadbalancingv2_listener = [{arn = "l", protocol = "HTTPS", ssl_policy = "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06"}]
expect = "fail"

# Without TLS, there is none.
[[example]]
elasticloadbalancingv2_listener = [
  {arn = "l", protocol = "HTTP", ssl_policy = ""},
  {arn = "m", protocol = "HTTPS", ssl_policy = "ELBSecurityPolicy-TLS13-1-3-2021-06"},
]
expect = "pass"

[[example]]
elasticloadbalancingv2_listener = [{arn = "l", protocol = "HTTPS"}]
expect = "unknown"

[[example]]
elasticloadbalancingv2_listener = [{arn = "l", ssl_policy = "ELBSecurityPolicy-2016-08"}]
expect = "unknown"
*/
select
  l.arn as resource,
  case
    when l.protocol in ('HTTPS', 'TLS')
    then regexp_matches(
      l.ssl_policy, '^ELBSecurityPolicy-TLS13-1-[23](-Res)?(-FIPS)?(-PQ)?-\d{4}-\d{2}$'
    )
  end as ok,
  'SslPolicy is ' || l.ssl_policy as reason
from estate.elasticloadbalancingv2_listener l
where (l.protocol in ('HTTPS', 'TLS')) is not false
