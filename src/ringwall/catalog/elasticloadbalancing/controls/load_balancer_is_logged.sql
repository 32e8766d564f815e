/*
title = "Classic Load Balancer should log requests"
family = "setting_has_value"
table = "elasticloadbalancing_load_balancer"
column = "access_log_enabled"
setting = "AccessLog.Enabled"
layer = "detection"
severity = "medium"
why = "Without the logs, nobody can tell who attacked an application, what they asked for, and what they got."
fix = "aws elb modify-load-balancer-attributes --load-balancer-name NAME --load-balancer-attributes 'AccessLog={Enabled=true,S3BucketName=BUCKET,EmitInterval=5}'"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-access-logs.html"
*/
