/*
family = "call_is_made"
title = "Central management of root users was switched off"
severity = "high"
why = "With it, member accounts need no root credentials. Without it, each can recover a root password again."
fix = "aws iam enable-organizations-root-credentials-management and enable-organizations-root-sessions. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001", "T1098"]
false_positives = "The change of the account that is delegated for it."
sources = ["iam.amazonaws.com"]
operations = ["DisableOrganizationsRootCredentialsManagement", "DisableOrganizationsRootSessions"]
resource = "''"
reason = "operation || ': root users of members are no longer managed centrally'"

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "DisableOrganizationsRootCredentialsManagement", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is switched on.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "EnableOrganizationsRootCredentialsManagement"}]
expect = "quiet"

# Denied.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "DisableOrganizationsRootSessions", error_code = "AccessDenied"}]
expect = "quiet"
*/
