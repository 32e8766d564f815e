/*
title = "The root user has no access keys"
layer = "identity"
severity = "critical"
why = "A root access key opens the whole account from anywhere, without MFA, and no policy can limit it. Nothing needs one."
fix = "Sign in as root and delete the keys under Security credentials: aws iam delete-access-key --access-key-id KEY (with the root user's own credentials)"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_delete-key.html"

[[example]]
iam_account = [{arn = "a", account_access_keys_present = 0}]
expect = "pass"

[[example]]
iam_account = [{arn = "a", account_access_keys_present = 1}]
expect = "fail"

[[example]]
iam_account = [{arn = "a"}]
expect = "unknown"
*/
select
  a.arn as resource,
  a.account_access_keys_present = 0 as ok,
  'AccountAccessKeysPresent is ' || a.account_access_keys_present as reason
from estate.iam_account a
