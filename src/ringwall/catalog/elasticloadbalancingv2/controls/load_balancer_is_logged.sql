/*
title = "Application Load Balancer should log requests"
family = "setting_has_value"
table = "elasticloadbalancingv2_load_balancer"
column = "access_logs_enabled"
setting = "access_logs.s3.enabled"
scope = "r.type = 'application'"
row = {type = "application"}
layer = "detection"
severity = "medium"
why = "Without the logs, nobody can tell who attacked an application, what they asked for, and what they got."
fix = "aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=access_logs.s3.enabled,Value=true Key=access_logs.s3.bucket,Value=BUCKET"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html"

# One of another type has no such setting.
[[example]]
elasticloadbalancingv2_load_balancer = [
  {arn = "n", type = "network"},
  {arn = "b", type = "application", access_logs_enabled = true},
]
expect = "pass"
*/
