/*
family = "call_is_made"
title = "Person was put in a group of Identity Center by hand"
severity = "low"
why = "Groups decide who has which access. Where a directory fills them, a change by hand is a way around it."
fix = "aws identitystore delete-group-membership if nobody planned it. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.003"]
false_positives = "Organizations that fill groups by hand or by Terraform."
confidence = 20
context = true
sources = ["sso-directory.amazonaws.com", "identitystore.amazonaws.com"]
operations = ["AddMemberToGroup", "CreateGroupMembership"]
resource = "coalesce(json_extract_string(request_parameters, '$.groupId'), '')"
reason = "'a person was put in group ' || coalesce(json_extract_string(request_parameters, '$.groupId'), '')"

[[example]]
cloudtrail = [{event_source = "identitystore.amazonaws.com", operation = "CreateGroupMembership", request_parameters = {identityStoreId = "d-1", groupId = "g-1", memberId = {userId = "u-1"}}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# The directory does it.
[[example]]
cloudtrail = [{event_source = "identitystore-scim.amazonaws.com", operation = "PatchGroup", request_parameters = {groupId = "g-1"}}]
expect = "quiet"
*/
