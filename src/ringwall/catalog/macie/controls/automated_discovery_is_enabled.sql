/*
title = "Macie should look for sensitive data by itself"
family = "setting_has_value"
table = "macie_automated_discovery"
column = "status"
setting = "automated discovery"
value = "ENABLED"
other = "DISABLED"
layer = "data"
severity = "low"
why = "Without automated discovery, Macie judges the settings of buckets and looks into none, unless somebody makes a job for it."
fix = "From the administrator of Macie: aws macie2 update-automated-discovery-configuration --status ENABLED --auto-enable-organization-members ALL --region REGION"
url = "https://docs.aws.amazon.com/macie/latest/user/discovery-asdd.html"
*/
