/*
title = "Organization should have an account that administers Macie"
family = "organization_has_administrator"
layer = "data"
table = "macie_organization_admin"
service = "Macie"
severity = "low"
why = "Without an administrator, Macie looks only where somebody thought of turning it on, and nobody sees the findings of all accounts."
fix = "From the management account, in each Region: aws macie2 enable-organization-admin-account --admin-account-id ACCOUNT_ID --region REGION"
url = "https://docs.aws.amazon.com/macie/latest/user/accounts-mgmt-ao-integrate.html"
*/
