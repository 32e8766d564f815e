/*
title = "Public sharing of SSM documents should be blocked"
layer = "infrastructure"
severity = "medium"
why = "With this setting nobody can share a document with everybody, by mistake or otherwise."
fix = "aws ssm update-service-setting --setting-id /ssm/documents/console/public-sharing-permission --setting-value Disable --region REGION"
url = "https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html#block-public-access"
family = "setting_has_value"

table = "ssm_service_setting"
column = "setting_value"
setting = "The permission to share documents with everybody"
value = "Disable"
other = "Enable"
*/
