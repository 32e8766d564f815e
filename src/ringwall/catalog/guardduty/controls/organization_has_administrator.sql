/*
title = "Organization should have an account that administers GuardDuty"
family = "organization_has_administrator"
table = "guardduty_organization_admin"
service = "GuardDuty"
severity = "medium"
why = "Without an administrator, GuardDuty is a matter of each account: it can be turned off there, and nobody sees the findings of all."
fix = "From the management account, in each Region: aws guardduty enable-organization-admin-account --admin-account-id ACCOUNT_ID --region REGION"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html"
*/
