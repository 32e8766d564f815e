/*
title = "Organization should have an account that administers Firewall Manager"
layer = "infrastructure"
severity = "low"
why = "Without Firewall Manager, each account guards its load balancers, distributions and security groups by itself, or forgets to, and nobody sees which do."
fix = "From the management account: aws fms associate-admin-account --admin-account ACCOUNT_ID (in US East (N. Virginia)); or infrastructure.firewall_manager in a blueprint"
url = "https://docs.aws.amazon.com/waf/latest/developerguide/enable-integration.html"

[[example]]
organizations_organization = [{arn = "o", management_account_id = "111111111111"}]
fms_admin_account = [{arn = "a", account_id = "111111111111"}]
expect = "pass"

[[example]]
organizations_organization = [{arn = "o", management_account_id = "111111111111"}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
expect = "unknown"
*/
with administrator as (
  select a.account_id
  from estate.fms_admin_account a
  group by a.account_id
)
select
  o.arn as resource,
  case
    when o.management_account_id is not null then a.account_id is not null
  end as ok,
  case when a.account_id is null then 'no account' else 'an account' end
    || ' of the organization administers Firewall Manager' as reason
from estate.organizations_organization o
left join administrator a on a.account_id = o.management_account_id
