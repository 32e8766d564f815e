/*
family = "call_is_made"
title = "Password policy of the account was weakened"
severity = "medium"
why = "Short passwords that may be used again are guessed; an intruder who owns users makes them easy to keep."
fix = "aws iam update-account-password-policy with 14 letters and 24 passwords remembered. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1556", "T1098"]
false_positives = "A policy that asks for less by design, set at the first set-up of an account."
finding_types = ["Stealth:IAMUser/PasswordPolicyChange"]
sources = ["iam.amazonaws.com"]
operations = ["DeleteAccountPasswordPolicy", "UpdateAccountPasswordPolicy"]
resource = "'arn:aws:iam::' || coalesce(account_id, '') || ':root'"
reason = '''
case
    when operation = 'DeleteAccountPasswordPolicy' then 'the password policy was deleted'
    else 'passwords may have '
      || coalesce(json_extract_string(request_parameters, '$.minimumPasswordLength'), '6')
      || ' letters, and '
        || coalesce(json_extract_string(request_parameters, '$.passwordReusePrevention'), 'no')
      || ' earlier ones are remembered'
  end
'''
condition = '''
(
  operation = 'DeleteAccountPasswordPolicy'
  or coalesce(
    try_cast(json_extract_string(request_parameters, '$.minimumPasswordLength') as bigint),
    6
  ) < 14
  or (
    coalesce(json_extract_string(request_parameters, '$.requireSymbols'), 'false') = 'false'
    and coalesce(json_extract_string(request_parameters, '$.requireNumbers'), 'false') = 'false'
  )
  or coalesce(
    try_cast(json_extract_string(request_parameters, '$.passwordReusePrevention') as bigint),
    0
  ) = 0
)
'''

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "DeleteAccountPasswordPolicy", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAccountPasswordPolicy", request_parameters = {minimumPasswordLength = 6, requireSymbols = false, requireNumbers = false}}]
expect = "hit"

# A strong policy is set.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAccountPasswordPolicy", request_parameters = {minimumPasswordLength = 14, requireSymbols = true, requireNumbers = true, passwordReusePrevention = 24}}]
expect = "quiet"

# There was none to delete.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "DeleteAccountPasswordPolicy", error_code = "NoSuchEntityException"}]
expect = "quiet"
*/
