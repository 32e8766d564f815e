/*
title = "Organization should let a member account manage its policies"
layer = "accounts"
severity = "low"
why = "Without a delegation policy, every change of an SCP is made in the management account, by people who could do anything there."
fix = "aws organizations put-resource-policy --content file://delegation.json, with the account as the principal and the actions that it needs: organizations:CreatePolicy, organizations:UpdatePolicy, organizations:AttachPolicy, ..."
url = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html"

[[example]]
organizations_organization = [{arn = "o", feature_set = "ALL"}]
organizations_resource_policy = [{arn = "p"}]
expect = "pass"

[[example]]
organizations_organization = [{arn = "o", feature_set = "ALL"}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
expect = "unknown"
*/
select
  o.arn as resource,
  case
    when count(p.arn) > 0 then true
    when o.feature_set is not null then false
  end as ok,
  case
    when count(p.arn) > 0 then 'the organization has a delegation policy'
    else 'the organization has no delegation policy'
  end as reason
from estate.organizations_organization o
left join estate.organizations_resource_policy p on true
where o.feature_set is distinct from 'CONSOLIDATED_BILLING'
group by
  o.arn,
  o.feature_set
