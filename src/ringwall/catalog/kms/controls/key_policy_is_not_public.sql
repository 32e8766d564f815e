/*
title = "A key policy does not let anyone use the key"
layer = "data"
severity = "critical"
why = "A key policy with Principal * and no condition on who is calling lets every AWS account decrypt what the key protects."
fix = "Name the accounts or roles that use the key, or hold Principal * with a Condition on kms:CallerAccount or aws:PrincipalOrgID: aws kms put-key-policy --key-id KEY_ARN --policy file://policy.json"
url = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
policy_statement = [{arn = "k", is_public = false}]
expect = "pass"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
policy_statement = [{arn = "k", is_public = false}, {arn = "k", is_public = true}]
expect = "fail"

# The second key is open, the first is not the worse for it.
[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
policy_statement = [{arn = "k", is_public = false}, {arn = "other", is_public = true}]
expect = "pass"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
policy_statement = [{arn = "k", is_public = false}, {arn = "k"}]
expect = "unknown"
*/
select
  k.arn as resource,
  case
    when k.key_manager is null then null
    when bool_or(s.is_public) then false
    when count(s.arn) > count(s.is_public) then null
    else true
  end as ok,
  case
    when bool_or(s.is_public)
      then 'open to anyone by statement '
        || coalesce(min(case when s.is_public then nullif(s.sid, '') end), 'without Sid')
    else 'no statement is open to anyone'
  end as reason
from estate.kms_key k
left join estate.policy_statement s on s.arn = k.arn
where (k.key_manager = 'CUSTOMER') is not false
group by
  k.arn,
  k.key_manager
