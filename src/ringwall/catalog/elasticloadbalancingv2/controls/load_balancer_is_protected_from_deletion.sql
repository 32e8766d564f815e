/*
title = "Load balancer should be protected from deletion"
family = "setting_has_value"
table = "elasticloadbalancingv2_load_balancer"
column = "deletion_protection_enabled"
setting = "deletion_protection.enabled"
layer = "infrastructure"
severity = "medium"
why = "One call deletes the way to an application, and its address does not come back."
fix = "aws elbv2 modify-load-balancer-attributes --load-balancer-arn ARN --attributes Key=deletion_protection.enabled,Value=true"
url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html"
*/
