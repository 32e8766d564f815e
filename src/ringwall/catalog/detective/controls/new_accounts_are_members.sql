/*
title = "Amazon Detective should take in new accounts of the organization automatically"
family = "setting_has_value"
table = "detective_organization_configuration"
column = "auto_enable"
setting = "AutoEnable"
layer = "detection"
severity = "low"
why = "What a behavior graph has not learned of an account, it cannot show when an intruder is there."
fix = "aws detective update-organization-configuration --graph-arn GRAPH_ARN --auto-enable, as the administrator"
url = "https://docs.aws.amazon.com/detective/latest/userguide/accounts-orgs-members-autoenable.html"
*/
