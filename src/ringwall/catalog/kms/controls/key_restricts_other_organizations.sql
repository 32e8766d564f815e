/*
title = "A key is open to another organization on conditions only"
layer = "data"
severity = "high"
why = "An account that is named as a whole lets in whomever its administrators choose, now and later. A breach over there opens whatever the key protects here."
fix = "Add a Condition to the statement on what the key is used for (kms:ViaService, kms:EncryptionContext:...) or on who comes (ArnLike aws:PrincipalArn), or name the role instead of the account: aws kms put-key-policy --key-id KEY_ARN --policy file://policy.json"
url = "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html"

[[example]]
kms_key = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", key_manager = "CUSTOMER"}]
exposure = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", is_open_to_accounts = false, accounts_reason = "no other organization gets in without a condition on who comes"}]
expect = "pass"

[[example]]
kms_key = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", key_manager = "CUSTOMER"}]
exposure = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", is_open_to_accounts = true, accounts_reason = "AWS:arn:aws:iam::999999999999:root may kms:Decrypt"}]
expect = "fail"

[[example]]
kms_key = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", key_manager = "CUSTOMER"}]
exposure = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", accounts_reason = "the policy was not collected"}]
expect = "unknown"

# Nothing was concluded about it.
[[example]]
kms_key = [{arn = "arn:aws:kms:eu-west-1:111111111111:key/k", key_manager = "CUSTOMER"}]
expect = "unknown"
*/
select
  k.arn as resource,
  case when k.key_manager is not null then not e.is_open_to_accounts end as ok,
  e.accounts_reason as reason
from estate.kms_key k
left join facts.exposure e on e.arn = k.arn
where (k.key_manager = 'CUSTOMER') is not false
