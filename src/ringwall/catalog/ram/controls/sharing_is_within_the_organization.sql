/*
title = "Organization should share resources with AWS RAM without invitations"
layer = "accounts"
severity = "low"
why = "Where sharing within the organization is off, accounts share with each other by invitations, as they do with strangers: nobody can then forbid sharing with the outside without breaking what is shared inside."
fix = "In the management account: aws ram enable-sharing-with-aws-organization"
url = "https://docs.aws.amazon.com/ram/latest/userguide/getting-started-sharing.html#getting-started-sharing-orgs"

[[example]]
organizations_organization = [{arn = "o", feature_set = "ALL"}]
ram_organization_sharing = [{arn = "s", service_principal = "ram.amazonaws.com"}]
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
    when count(s.arn) > 0 then true
    when o.feature_set is not null then false
  end as ok,
  case
    when count(s.arn) > 0 then 'sharing within the organization is enabled'
    else 'sharing within the organization is not enabled'
  end as reason
from estate.organizations_organization o
left join estate.ram_organization_sharing s on true
where o.feature_set is distinct from 'CONSOLIDATED_BILLING'
group by
  o.arn,
  o.feature_set
