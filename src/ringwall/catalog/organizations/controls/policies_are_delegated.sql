/*
title = "Organization should let a member account manage its policies"
family = "organization_has_row"
table = "organizations_resource_policy"
present = "the organization has a delegation policy"
absent = "the organization has no delegation policy"
severity = "low"
why = "Without a delegation policy, every change of an SCP is made in the management account, by people who could do anything there."
fix = "aws organizations put-resource-policy --content file://delegation.json, with the account as the principal and the actions that it needs: organizations:CreatePolicy, organizations:UpdatePolicy, organizations:AttachPolicy, ..."
url = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html"
*/
