/*
title = "Organization should have an account that administers Security Hub"
family = "organization_has_administrator"
table = "securityhub_delegated_admin"
service = "Security Hub"
severity = "medium"
why = "Without an administrator, each account has its own Security Hub, and no one place shows the findings of all."
fix = "From the management account, in each Region: aws securityhub enable-organization-admin-account --admin-account-id ACCOUNT_ID --region REGION"
url = "https://docs.aws.amazon.com/securityhub/latest/userguide/designate-orgs-admin-account.html"
*/
