/*
title = "GuardDuty should be enabled in all accounts of the organization automatically"
family = "setting_has_value"
table = "guardduty_organization_configuration"
column = "auto_enable_organization_members"
setting = "AutoEnableOrganizationMembers"
value = "ALL"
other = "NONE"
layer = "detection"
severity = "medium"
why = "An account that is created tomorrow, or was forgotten yesterday, is watched only where the administrator has GuardDuty enabled in all accounts."
fix = "aws guardduty update-organization-configuration --detector-id ID --auto-enable-organization-members ALL, as the administrator"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html"
*/
