/*
title = "Organization should keep its security logs in Security Lake"
layer = "detection"
severity = "low"
why = "A data lake keeps the logs of all accounts in one form and in one place, out of reach of the accounts that they are about."
fix = "aws securitylake create-data-lake --configurations region=REGION --meta-store-manager-role-arn ROLE_ARN, as the administrator of Security Lake"
url = "https://docs.aws.amazon.com/security-lake/latest/userguide/getting-started.html"

[[example]]
organizations_organization = [{arn = "o"}]
securitylake_data_lake = [{arn = "x", create_status = "COMPLETED"}]
expect = "pass"

[[example]]
organizations_organization = [{arn = "o"}]
securitylake_data_lake = [{arn = "x", create_status = "FAILED"}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
expect = "fail"

[[example]]
organizations_organization = [{arn = "o"}]
securitylake_data_lake = [{arn = "x"}]
expect = "unknown"
*/
with judged as (
  select
    bool_or(t.create_status = 'COMPLETED') as works,
    count(*) > count(t.create_status = 'COMPLETED') as is_doubtful,
    count(*) as many
  from estate.securitylake_data_lake t
)
select
  o.arn as resource,
  case
    when j.works then true
    when j.is_doubtful then null
    else false
  end as ok,
  case when j.works then 'a data lake is in use' else 'none of ' || j.many || ': a data lake is in use' end as reason
from estate.organizations_organization o
cross join judged j
