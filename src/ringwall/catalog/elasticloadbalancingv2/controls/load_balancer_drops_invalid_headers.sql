/*
title = "Application Load Balancer should drop invalid headers"
family = "setting_has_value"
table = "elasticloadbalancingv2_load_balancer"
column = "drop_invalid_header_fields_enabled"
setting = "routing.http.drop_invalid_header_fields.enabled"
scope = "r.type = 'application'"
row = {type = "application"}
layer = "infrastructure"
severity = "medium"
why = "Headers with names that HTTP does not allow are how requests are smuggled: the load balancer overlooks what the application obeys."
fix = "aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=routing.http.drop_invalid_header_fields.enabled,Value=true"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html"

# One of another type has no such setting.
[[example]]
elasticloadbalancingv2_load_balancer = [
  {arn = "n", type = "network"},
  {arn = "b", type = "application", drop_invalid_header_fields_enabled = true},
]
expect = "pass"
*/
