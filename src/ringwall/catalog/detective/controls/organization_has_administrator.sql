/*
title = "Organization should have an account that administers Amazon Detective"
family = "organization_has_administrator"
table = "detective_organization_admin"
service = "Amazon Detective"
severity = "medium"
why = "A behavior graph of all accounts shows what else an intruder did; it takes weeks to learn, so it must be there beforehand."
fix = "From the management account, in each Region: aws detective enable-organization-admin-account --account-id ACCOUNT_ID --region REGION"
url = "https://docs.aws.amazon.com/detective/latest/userguide/accounts-orgs-transition.html"
*/
