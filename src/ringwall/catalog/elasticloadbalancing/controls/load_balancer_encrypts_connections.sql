/*
title = "Classic Load Balancer should encrypt all connections"
layer = "data"
severity = "medium"
why = "Over HTTP or TCP, passwords and cookies are read by whoever sits between: in a hotel, at a provider, in the same network."
fix = "Make a listener with TLS, then delete the plain one: aws elb create-load-balancer-listeners --load-balancer-name NAME --listeners Protocol=HTTPS,LoadBalancerPort=443,InstanceProtocol=HTTP,InstancePort=80,SSLCertificateId=CERTIFICATE_ARN; aws elb delete-load-balancer-listeners --load-balancer-name NAME --load-balancer-ports 80"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-https-load-balancers.html"

[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", listener_protocols = ["HTTPS", "SSL"]}]
expect = "pass"

[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", listener_protocols = ["HTTPS", "HTTP"]}]
expect = "fail"

[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", listener_protocols = ["TCP"]}]
expect = "fail"

# It has no listeners.
[[example]]
elasticloadbalancing_load_balancer = [{arn = "b", listener_protocols = []}]
expect = "pass"

[[example]]
elasticloadbalancing_load_balancer = [{arn = "b"}]
expect = "unknown"
*/
select
  b.arn as resource,
  not list_contains(b.listener_protocols, 'HTTP') and not list_contains(b.listener_protocols, 'TCP')
    as ok,
  case
    when array_length(b.listener_protocols) = 0 then 'it has no listeners'
    else 'its listeners have ' || array_to_string(b.listener_protocols, ', ')
  end as reason
from estate.elasticloadbalancing_load_balancer b
