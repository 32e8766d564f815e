/*
title = "IAM user with a password should have MFA"
layer = "identity"
severity = "high"
why = "A console password can be guessed, phished or found in the leak of another site. With MFA, the password alone is useless."
fix = "Let the user register a device (console: Security credentials, or aws iam create-virtual-mfa-device and aws iam enable-mfa-device --user-name NAME --serial-number ARN --authentication-code1 CODE --authentication-code2 CODE), or delete the password: aws iam delete-login-profile --user-name NAME"
url = "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_virtual.html"

[[example]]
iam_user = [{arn = "u", password_enabled = true, mfa_active = true}]
expect = "pass"

[[example]]
iam_user = [{arn = "u", password_enabled = true, mfa_active = false}]
expect = "fail"

# A user without a password cannot sign in.
[[example]]
iam_user = [{arn = "u", password_enabled = false, mfa_active = false}]
expect = "pass"

[[example]]
iam_user = [{arn = "u"}]
expect = "unknown"
*/
select
  u.arn as resource,
  not u.password_enabled or u.mfa_active as ok,
  case
    when u.mfa_active then 'the user has MFA'
    when not u.password_enabled then 'the user has no password'
    when u.password_enabled and not u.mfa_active then 'the user has a password and no MFA'
  end as reason
from estate.iam_user u
