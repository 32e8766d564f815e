/*
title = "Classic Load Balancer should have certificates of ACM"
layer = "data"
severity = "medium"
why = "A certificate that was uploaded to IAM expires unless somebody remembers it, and its key lay on somebody's disk. ACM renews certificates and never shows their keys."
fix = "aws elb set-load-balancer-listener-ssl-certificate --load-balancer-name NAME --load-balancer-port 443 --ssl-certificate-id ACM_CERTIFICATE_ARN"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/ssl-server-cert.html"

[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", encrypted_listeners = 1, certificate_ids = ["arn:aws:acm:eu-west-1:111111111111:certificate/1"]}]
expect = "pass"

[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", encrypted_listeners = 2, certificate_ids = ["arn:aws:acm:eu-west-1:111111111111:certificate/1", "arn:aws:iam::111111111111:server-certificate/shop"]}]
expect = "fail"

# In China, too.
[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", encrypted_listeners = 1, certificate_ids = ["arn:aws-cn:acm:cn-north-1:111111111111:certificate/1"]}]
expect = "pass"

# No listener has TLS.
[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", encrypted_listeners = 0, certificate_ids = []}]
expect = "pass"

# The certificate of a listener was not told.
[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", encrypted_listeners = 1, certificate_ids = []}]
expect = "unknown"

[[example]]
elasticloadbalancing_load_balancer = [{arn = "b"}]
expect = "unknown"
*/
select
  b.arn as resource,
  case
    when len(list_filter(b.certificate_ids, lambda c: c not like 'arn:%:acm:%')) > 0 then false
    when array_length(b.certificate_ids) = b.encrypted_listeners then true
  end as ok,
  case
    when array_length(b.certificate_ids) = 0 then 'no listener has HTTPS or SSL'
    else 'its certificates are ' || array_to_string(b.certificate_ids, ', ')
  end as reason
from estate.elasticloadbalancing_load_balancer b
