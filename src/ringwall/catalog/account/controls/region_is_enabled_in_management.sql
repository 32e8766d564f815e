/*
title = "Region that an account has enabled should be enabled in the management account"
layer = "accounts"
severity = "medium"
why = "GuardDuty, Security Hub, Inspector and the like cover an organization only in Regions that its management account has enabled. In any other Region of a member, nobody watches."
fix = "In the management account: aws account enable-region --region-name REGION; or in the member: aws account disable-region --region-name REGION"
url = "https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html"

[[example]]
organizations_organization = [{arn = "o", management_account_id = "111111111111"}]
account_region_opt_status = [
  {arn = "m", account_id = "111111111111", region_name = "eu-south-1", region_opt_status = "ENABLED"},
  {arn = "a", account_id = "222222222222", region_name = "eu-south-1", region_opt_status = "ENABLED"},
]
expect = "pass"

[[example]]
organizations_organization = [{arn = "o", management_account_id = "111111111111"}]
account_region_opt_status = [
  {arn = "m", account_id = "111111111111", region_name = "eu-south-1", region_opt_status = "DISABLED"},
  {arn = "a", account_id = "222222222222", region_name = "eu-south-1", region_opt_status = "ENABLED"},
]
expect = "fail"

# It is not known of the management account.
[[example]]
organizations_organization = [{arn = "o", management_account_id = "111111111111"}]
account_region_opt_status = [{arn = "a", account_id = "222222222222", region_name = "eu-south-1", region_opt_status = "ENABLED"}]
expect = "unknown"

# Nor is it known of the account itself.
[[example]]
organizations_organization = [{arn = "o", management_account_id = "111111111111"}]
account_region_opt_status = [
  {arn = "m", account_id = "111111111111", region_name = "eu-south-1", region_opt_status = "DISABLED"},
  {arn = "a", account_id = "222222222222", region_name = "eu-south-1"},
]
expect = "unknown"
*/
with managed as (
  select
    s.region_name,
    s.region_opt_status in ('ENABLED', 'ENABLED_BY_DEFAULT') as is_on
  from estate.account_region_opt_status s
  join estate.organizations_organization o on o.management_account_id = s.account_id
),
member as (
  select
    s.arn,
    s.region_name,
    s.region_opt_status
  from estate.account_region_opt_status s
  join estate.organizations_organization o
    on o.management_account_id is null or o.management_account_id <> s.account_id
  -- Those that are on in every account from the beginning are on in the management account, too.
  where s.region_opt_status is null or s.region_opt_status in ('ENABLED', 'ENABLING')
)
select
  m.arn as resource,
  case
    when g.is_on then true
    when m.region_opt_status is not null and g.is_on is not null then false
  end as ok,
  case
    when g.is_on then m.region_name || ' is enabled in the management account'
    when m.region_opt_status is null then 'it is not known whether ' || m.region_name || ' is enabled'
    when g.is_on is null then 'it is not known whether the management account has enabled ' || m.region_name
    else m.region_name || ' is not enabled in the management account'
  end as reason
from member m
left join managed g on g.region_name = m.region_name
