/*
title = "Management account should not run workloads"
layer = "accounts"
severity = "high"
why = "SCPs do not apply to the management account, and it has access to every other account. A compromised workload there is a compromised organization."
fix = "Rebuild the workload in an account of its own (aws organizations create-account --email EMAIL --account-name NAME), move its data, then remove it: aws ec2 terminate-instances --instance-ids ID, aws rds delete-db-instance --db-instance-identifier NAME --final-db-snapshot-identifier NAME-final"
url = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_best-practices_mgmt-acct.html"

[[example]]
organizations_account = [{arn = "a", is_management = true}]
ec2_instance = [{arn = "i", account_id = "222222222222", state = "running"}]
expect = "pass"

[[example]]
organizations_account = [{arn = "a", is_management = true}]
ec2_instance = [{arn = "i", state = "stopped"}]
expect = "fail"

[[example]]
organizations_account = [{arn = "a", is_management = true}]
rds_db_instance = [{arn = "d"}]
expect = "fail"

# EC2 lists instances for an hour after they were terminated.
[[example]]
organizations_account = [{arn = "a", is_management = true}]
ec2_instance = [{arn = "i", state = "terminated"}]
expect = "pass"

[[example]]
organizations_account = [{arn = "a", is_management = true}]
ec2_instance = [{arn = "i"}]
expect = "unknown"
*/
with workload as (
  select
    i.account_id,
    i.arn,
    i.state <> 'terminated' as is_there
  from estate.ec2_instance i
  union all
  select
    d.account_id,
    d.arn,
    true as is_there
  from estate.rds_db_instance d
)
select
  a.arn as resource,
  case
    when a.is_management is null then null
    when bool_or(w.is_there) then false
    when count(w.arn) > count(w.is_there) then null
    else true
  end as ok,
  'instances and databases: ' || count(case when w.is_there then w.arn end)
    || coalesce(', the first is ' || min(case when w.is_there then w.arn end), '') as reason
from estate.organizations_account a
left join workload w on w.account_id = a.account_id
where a.is_management is not false
group by
  a.arn,
  a.is_management
