/*
title = "A key does not let anyone use it"
layer = "data"
severity = "critical"
why = "A key policy with Principal * and no condition on who is calling lets every AWS account decrypt what the key protects."
fix = "Name the accounts or roles that use the key, or hold Principal * with a Condition on kms:CallerAccount or aws:PrincipalOrgID: aws kms put-key-policy --key-id KEY_ARN --policy file://policy.json"
url = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
expect = "pass"

[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
external_access = [{arn = "k", principal = "*", origin = "public", actions = ["kms:Decrypt", "kms:GenerateDataKey"], verdict = "must", conditions = [], is_public = true}]
expect = "fail"

# kms:ViaService alone names nobody: every account reaches KMS through S3.
[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
external_access = [{arn = "k", principal = "*", origin = "public", actions = ["kms:Decrypt"], verdict = "may", conditions = ["StringEquals kms:viaservice s3.eu-west-1.amazonaws.com"], is_public = true}]
expect = "fail"

# Principal * is held to the organization by aws:PrincipalOrgID.
[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
external_access = [{arn = "k", principal = "* of organization o-1", origin = "organization", actions = ["kms:Decrypt"], verdict = "must", conditions = [], is_public = false}]
expect = "pass"

# The other key is open, this one is not the worse for it.
[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
external_access = [{arn = "other", principal = "*", origin = "public", actions = ["kms:Decrypt"], verdict = "must", is_public = true}]
expect = "pass"

# Its grants were not collected.
[[example]]
kms_key = [{arn = "k", key_manager = "CUSTOMER"}]
external_access = [{arn = "k", principal = "*", origin = "public", actions = [], verdict = "unknown", unknown = ["the policy of k was not collected"]}]
expect = "unknown"
*/
select
  k.arn as resource,
  case
    when k.key_manager is null then null
    when bool_or(x.is_public) then false
    when count(x.arn) > count(x.is_public) then null
    else true
  end as ok,
  case
    when bool_or(x.is_public) then min(
      case
        when x.is_public
          then 'anybody may ' || x.actions[1]
            || case
              when array_length(x.actions) > 1
                then ' and ' || (array_length(x.actions) - 1) || ' more'
              else ''
            end
            || coalesce(' (' || x.conditions[1] || ')', '')
      end
    )
    when count(x.arn) > count(x.is_public) then min(x.unknown[1])
    else 'nobody gets in who is not named'
  end as reason
from estate.kms_key k
left join facts.external_access x on x.arn = k.arn
where (k.key_manager = 'CUSTOMER') is not false
group by
  k.arn,
  k.key_manager
