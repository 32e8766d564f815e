/*
title = "Root user should have MFA"
layer = "identity"
severity = "critical"
why = "The root user can do everything in its account, and no identity policy limits it. With a password alone, one phished or reused password gives away the whole account."
fix = "Sign in as root and add a security key or passkey under Security credentials. In a member account, remove the root credentials instead: aws iam enable-organizations-root-credentials-management, then aws sts assume-root --target-principal ACCOUNT --task-policy-arn arn=arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials and aws iam delete-login-profile"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html"

[[example]]
iam_account = [{arn = "a", account_mfa_enabled = true, account_password_present = true, account_access_keys_present = 0}]
expect = "pass"

[[example]]
iam_account = [{arn = "a", account_mfa_enabled = false, account_password_present = true, account_access_keys_present = 0}]
expect = "fail"

# Root credentials were removed centrally: MFA has nothing to protect.
[[example]]
iam_account = [{arn = "a", account_mfa_enabled = false, account_password_present = false, account_access_keys_present = 0}]
expect = "pass"

# No password, but access keys, which work without MFA.
[[example]]
iam_account = [{arn = "a", account_mfa_enabled = false, account_password_present = false, account_access_keys_present = 1}]
expect = "fail"

[[example]]
iam_account = [{arn = "a"}]
expect = "unknown"
*/
select
  a.arn as resource,
  a.account_mfa_enabled
    or (not a.account_password_present and a.account_access_keys_present = 0) as ok,
  case
    when a.account_mfa_enabled then 'the root user has MFA'
    when not a.account_password_present and a.account_access_keys_present = 0
      then 'the root user has no credentials'
    when not a.account_mfa_enabled then 'the root user has no MFA'
  end as reason
from estate.iam_account a
