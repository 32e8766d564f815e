/*
title = "Listener should encrypt connections"
layer = "data"
severity = "medium"
why = "Over HTTP or TCP, passwords and cookies are read by whoever sits between: in a hotel, at a provider, in the same network."
fix = "aws elbv2 modify-listener --listener-arn ARN --protocol HTTPS --port 443 --certificates CertificateArn=ARN --ssl-policy ELBSecurityPolicy-TLS13-1-2-Res-2021-06 (TLS for a Network Load Balancer)"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html"

[[example]]
elasticloadbalancingv2_listener = [{arn = "l", protocol = "HTTPS", redirects_to_https = false}]
expect = "pass"

[[example]]
elasticloadbalancingv2_listener = [{arn = "l", protocol = "TLS", redirects_to_https = false}]
expect = "pass"

[[example]]
elasticloadbalancingv2_listener = [{arn = "l", protocol = "HTTP", redirects_to_https = false}]
expect = "fail"

[[example]]
elasticloadbalancingv2_listener = [{arn = "l", protocol = "TCP", redirects_to_https = false}]
expect = "fail"

# One that sends everybody to HTTPS carries nothing.
[[example]]
elasticloadbalancingv2_listener = [{arn = "l", protocol = "HTTP", redirects_to_https = true}]
expect = "pass"

# QUIC is encrypted by itself, and a Gateway Load Balancer has no protocol.
[[example]]
elasticloadbalancingv2_listener = [
  {arn = "l", protocol = "QUIC", redirects_to_https = false},
  {arn = "m", protocol = "", redirects_to_https = false},
]
expect = "pass"

[[example]]
elasticloadbalancingv2_listener = [{arn = "l", protocol = "HTTP"}]
expect = "unknown"

[[example]]
elasticloadbalancingv2_listener = [{arn = "l", redirects_to_https = false}]
expect = "unknown"
*/
select
  l.arn as resource,
  l.protocol in ('HTTPS', 'TLS', 'QUIC', '', 'GENEVE')
    or (l.protocol = 'HTTP' and l.redirects_to_https) as ok,
  case
    when l.protocol = '' then 'it is of a Gateway Load Balancer'
    when l.protocol = 'HTTP' and l.redirects_to_https then 'it redirects to HTTPS'
    else 'the protocol is ' || l.protocol
  end as reason
from estate.elasticloadbalancingv2_listener l
