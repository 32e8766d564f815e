/*
title = "Organization should have an account that administers Amazon Inspector"
family = "organization_has_administrator"
table = "inspectorv2_delegated_admin"
service = "Amazon Inspector"
severity = "medium"
why = "Without an administrator, Inspector scans only where somebody thought of turning it on."
fix = "From the management account, in each Region: aws inspector2 enable-delegated-admin-account --delegated-admin-account-id ACCOUNT_ID --region REGION"
url = "https://docs.aws.amazon.com/inspector/latest/user/designating-admin.html"
*/
