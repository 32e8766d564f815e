/*
title = "HTTP listener should redirect to HTTPS"
family = "setting_has_value"
table = "elasticloadbalancingv2_listener"
column = "redirects_to_https"
setting = "redirect to HTTPS"
scope = "r.protocol = 'HTTP'"
row = {protocol = "HTTP"}
layer = "data"
severity = "medium"
why = "Who types the name of a site comes by HTTP first. If the answer is the page itself, passwords and cookies are read by whoever sits between."
fix = "aws elbv2 modify-listener --listener-arn ARN --default-actions 'Type=redirect,RedirectConfig={Protocol=HTTPS,Port=443,StatusCode=HTTP_301}'"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html"

# Other protocols redirect nobody.
[[example]]
elasticloadbalancingv2_listener = [
  {arn = "l", protocol = "HTTPS", redirects_to_https = false},
  {arn = "m", protocol = "HTTP", redirects_to_https = true},
]
expect = "pass"
*/
