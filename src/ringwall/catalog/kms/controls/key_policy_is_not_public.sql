/*
title = "A key does not let anyone use it"
layer = "data"
severity = "critical"
why = "A key policy with Principal * and no condition on who is calling lets every AWS account decrypt what the key protects."
fix = "Name the accounts or roles that use the key, or hold Principal * with a Condition on kms:CallerAccount or aws:PrincipalOrgID: aws kms put-key-policy --key-id KEY_ARN --policy file://policy.json"
url = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
exposure = [{arn = "k", is_public = false, public_reason = "nobody gets in who is not named"}]
expect = "pass"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
exposure = [{arn = "k", is_public = true, public_reason = "anybody may kms:Decrypt"}]
expect = "fail"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
exposure = [{arn = "k", public_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
expect = "unknown"
*/
select
  k.arn as resource,
  case when k.key_manager is not null then not e.is_public end as ok,
  e.public_reason as reason
from estate.kms_key k
left join facts.exposure e on e.arn = k.arn
where (k.key_manager = 'CUSTOMER') is not false
