/*
title = "Account should require long passwords and prevent password reuse"
layer = "identity"
severity = "medium"
why = "Short passwords can be guessed, and old passwords may be in leaked lists. The AWS default is a minimum of eight characters."
fix = "aws iam update-account-password-policy --minimum-password-length 14 --password-reuse-prevention 24 (name all other settings as well: those that are left out are reset)"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"

[[example]]
iam_account = [{arn = "a", minimum_password_length = 14, password_reuse_prevention = 24}]
expect = "pass"

[[example]]
iam_account = [{arn = "a", minimum_password_length = 12, password_reuse_prevention = 24}]
expect = "fail"

# Long, but old passwords can be reused.
[[example]]
iam_account = [{arn = "a", minimum_password_length = 20, password_reuse_prevention = 0}]
expect = "fail"

[[example]]
iam_account = [{arn = "a"}]
expect = "unknown"
*/
select
  a.arn as resource,
  a.minimum_password_length >= 14 and a.password_reuse_prevention >= 24 as ok,
  concat_ws(
    ', ',
    'MinimumPasswordLength ' || a.minimum_password_length,
    'PasswordReusePrevention ' || a.password_reuse_prevention
  ) || ' (0: not set)' as reason
from estate.iam_account a
