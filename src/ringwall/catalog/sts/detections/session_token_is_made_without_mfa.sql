/*
family = "call_is_made"
title = "Session token was made with a user's key, without MFA"
severity = "low"
why = "A session token outlives the key that it was made with. The honest reason for one is MFA."
fix = "Ask the user. A policy that denies older sessions ends it."
attacks = ["T1550.001"]
false_positives = "Old scripts and SDK samples."
confidence = 30
sources = ["sts.amazonaws.com"]
operations = ["GetSessionToken"]
resource = "coalesce(principal_arn, '')"
reason = "'user ' || user_name || ' made a session token without MFA'"
condition = '''
identity_type = 'IAMUser'
and invoked_by = ''
and coalesce(json_extract_string(request_parameters, '$.serialNumber'), '') = ''
'''

[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetSessionToken", request_parameters = {durationSeconds = 129600}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# With MFA.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetSessionToken", request_parameters = {serialNumber = "arn:aws:iam::111111111111:mfa/mallory"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"

# The console of root makes one.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetSessionToken", principal_arn = "arn:aws:iam::111111111111:root", identity_type = "Root", source_ip = "198.51.100.7", invoked_by = "signin.amazonaws.com"}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "sts.amazonaws.com", operation = "GetSessionToken", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7", error_code = "AccessDenied"}]
expect = "quiet"
*/
