/*
family = "call_is_made"
title = "Console was opened with a session that was made by a program"
severity = "medium"
why = "GetSigninToken turns keys into a console session. With stolen keys it is the way into the console, past password and MFA."
fix = "Ask who works with these keys. Look at the console sessions of the same principal. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1078.004", "T1550.001"]
false_positives = "Own portals that hand out console links. Identity Center's sessions do not count."
confidence = 40
sources = ["signin.amazonaws.com"]
operations = ["ConsoleLogin", "GetSigninToken"]
resource = "session_arn"
reason = "'keys of ' || coalesce(nullif(session_arn, ''), principal_arn, '') || ' opened the console'"
condition = '''
session_arn not like '%/AWSReservedSSO_%'
and (operation = 'GetSigninToken' or identity_type = 'FederatedUser')
and coalesce(json_extract_string(response_elements, '$.ConsoleLogin'), 'Success') = 'Success'
and coalesce(json_extract_string(additional_event_data, '$.SamlProviderArn'), '') = ''
'''

[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "GetSigninToken", principal_arn = "arn:aws:iam::111111111111:role/app", session_arn = "arn:aws:sts::111111111111:assumed-role/app/x", identity_type = "AssumedRole", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "FederatedUser", principal_arn = "arn:aws:iam::111111111111:user/bob", session_arn = "arn:aws:sts::111111111111:federated-user/x"}]
expect = "hit"

# Identity Center.
[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "GetSigninToken", principal_arn = "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_1", session_arn = "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Admin_1/ann", identity_type = "AssumedRole"}]
expect = "quiet"

# A user signs in with a password.
[[example]]
cloudtrail = [{event_source = "signin.amazonaws.com", operation = "ConsoleLogin", event_type = "AwsConsoleSignIn", response_elements = {ConsoleLogin = "Success"}, identity_type = "IAMUser", principal_arn = "arn:aws:iam::111111111111:user/bob", user_name = "bob", source_ip = "198.51.100.7"}]
expect = "quiet"
*/
