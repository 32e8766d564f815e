/*
family = "call_is_made"
title = "Password or e-mail address of the root user was changed"
severity = "high"
why = "Whoever reads the mailbox of root can recover its password, and has the account."
fix = "Ask the holder of the mailbox. If nobody did it: secure the mailbox first, then root's password and MFA."
attacks = ["T1098", "T1078.004"]
false_positives = "The first set-up of an account, and its regular change of the password."
sources = ["signin.amazonaws.com"]
operations = [
  "EmailUpdated",
  "PasswordRecoveryCompleted",
  "PasswordRecoveryRequested",
  "PasswordUpdated",
  "UpdatePassword",
]
resource = "'arn:aws:iam::' || coalesce(account_id, '') || ':root'"
reason = "operation || ' for the root user of account ' || coalesce(account_id, '')"
condition = '''
identity_type = 'Root'
and not regexp_matches(response_elements, 'Failure')
'''

[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "PasswordRecoveryRequested", event_type = "AwsConsoleSignIn", response_elements = {PasswordRecoveryRequested = "Success"}, principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "EmailUpdated", event_type = "AwsConsoleSignIn", principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
expect = "hit"

# A user changes the own password.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "ChangePassword", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"

# It did not succeed.
[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "PasswordRecoveryRequested", response_elements = {PasswordRecoveryRequested = "Failure"}, principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7"}]
expect = "quiet"
*/
