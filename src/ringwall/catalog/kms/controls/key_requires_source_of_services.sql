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
exposure = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", is_confused_deputy = false, services_reason = "no service is trusted for anyone's resources"}]
expect = "pass"

[[example]]
kms_key = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", key_manager = "CUSTOMER"}]
exposure = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", is_confused_deputy = true, services_reason = "Service:s3.amazonaws.com may kms:Decrypt"}]
expect = "fail"

[[example]]
kms_key = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", key_manager = "CUSTOMER"}]
exposure = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", services_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
kms_key = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", key_manager = "CUSTOMER"}]
expect = "unknown"
*/
select
  k.arn as resource,
  case when k.key_manager is not null then not e.is_confused_deputy end as ok,
  e.services_reason as reason
from estate.kms_key k
left join facts.exposure e on e.arn = k.arn
where (k.key_manager = 'CUSTOMER') is not false
