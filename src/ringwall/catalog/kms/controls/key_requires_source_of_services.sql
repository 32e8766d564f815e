/*
title = "A key is used by AWS services for its own organization's resources only"
layer = "data"
severity = "medium"
why = "An AWS service acts for every customer of AWS. A key that trusts the service without asking for whom encrypts and decrypts on behalf of a stranger's trail, topic or log group: the confused deputy."
fix = "Add a Condition to the statement: ArnLike aws:SourceArn (the trail, topic or log group), StringEquals aws:SourceAccount, or aws:SourceOrgID: aws kms put-key-policy --key-id KEY_ARN --policy file://policy.json"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"

# No service comes in for a stranger: aws:SourceArn or aws:SourceAccount is asked for.
[[example]]
kms_key = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", key_manager = "CUSTOMER"}]
expect = "pass"

[[example]]
kms_key = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", key_manager = "CUSTOMER"}]
external_access = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", principal = "Service:cloudtrail.amazonaws.com", origin = "service", actions = ["kms:Decrypt"], verdict = "must", conditions = [], is_confused_deputy = true}]
expect = "fail"

# A condition that fixes no source does not help.
[[example]]
kms_key = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", key_manager = "CUSTOMER"}]
external_access = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", principal = "Service:cloudtrail.amazonaws.com", origin = "service", actions = ["kms:Decrypt"], verdict = "may", conditions = ["ArnLike aws:SourceArn arn:aws:*"], is_confused_deputy = true}]
expect = "fail"

# CloudWatch Logs names no source: AWS has it held by the encryption context instead.
[[example]]
kms_key = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", key_manager = "CUSTOMER"}]
external_access = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", principal = "Service:logs.eu-west-1.amazonaws.com", origin = "service", actions = ["kms:Decrypt"], verdict = "may", conditions = ["ArnLike kms:encryptioncontext:aws:logs:arn arn:aws:logs:eu-west-1:111111111111:*"], is_confused_deputy = true}]
expect = "pass"

# A log group of anybody's.
[[example]]
kms_key = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", key_manager = "CUSTOMER"}]
external_access = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", principal = "Service:logs.eu-west-1.amazonaws.com", origin = "service", actions = ["kms:Decrypt"], verdict = "may", conditions = ["ArnLike kms:encryptioncontext:aws:logs:arn arn:aws:logs:eu-west-1:*:*"], is_confused_deputy = true}]
expect = "fail"

# A role of another account is no service.
[[example]]
kms_key = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", key_manager = "CUSTOMER"}]
external_access = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", principal = "AWS:arn:aws:iam::222222222222:role/r", origin = "organization", actions = ["kms:Decrypt"], verdict = "must", conditions = [], is_confused_deputy = false}]
expect = "pass"

# The stranger's way leads to another one.
[[example]]
kms_key = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", key_manager = "CUSTOMER"}]
external_access = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k-2", principal = "Service:cloudtrail.amazonaws.com", origin = "service", actions = ["kms:Decrypt"], verdict = "must", is_confused_deputy = true}]
expect = "pass"

[[example]]
kms_key = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", key_manager = "CUSTOMER"}]
external_access = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", principal = "Service:cloudtrail.amazonaws.com", origin = "service", actions = ["kms:Decrypt"], verdict = "unknown", unknown = ["a condition that cannot be told"]}]
expect = "unknown"
*/
with outside as (
  select
    x.arn,
    x.principal || ' may, for anyone''s resources, ' || x.actions[1]
      || case
        when array_length(x.actions) > 1
          then ' and ' || (array_length(x.actions) - 1) || ' more'
        else ''
      end
      || coalesce(' (' || x.conditions[1] || ')', '') as what,
    x.unknown[1] as doubt,
    x.is_confused_deputy
      -- https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
      and array_length(
        list_filter(
          x.conditions,
          lambda c: c like '%kms:encryptioncontext:%:' || x.account_id || ':%'
        )
      ) = 0 as trusts_blindly
  from facts.external_access x
)
select
  k.arn as resource,
  case
    when bool_or(o.trusts_blindly) then false
    when count(o.arn) > count(o.trusts_blindly) then null
    else true
  end as ok,
  case
    when bool_or(o.trusts_blindly) then min(case when o.trusts_blindly then o.what end)
    when count(o.arn) > count(o.trusts_blindly) then min(o.doubt)
    else 'no service is trusted for anyone''s resources'
  end as reason
from estate.kms_key k
left join outside o on o.arn = k.arn
where (k.key_manager = 'CUSTOMER') is not false
group by k.arn
