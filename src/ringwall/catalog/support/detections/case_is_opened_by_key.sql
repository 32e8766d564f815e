/*
family = "call_is_made"
title = "Support case was opened by a program's key"
severity = "low"
why = "Cases raise quotas and change limits, and the answers tell about the account. Programs seldom write to Support."
fix = "Read the case in the Support Center, and close it if nobody knows it."
attacks = ["T1199", "T1598"]
false_positives = "Tools that open cases for people."
confidence = 30
context = true
sources = ["support.amazonaws.com"]
operations = ["AddCommunicationToCase", "CreateCase"]
resource = "''"
reason = "operation || ' by user ' || user_name || ', with a long-term key'"
condition = "access_key_id like 'AKIA%'"

[[example]]
cloudtrail = [{event_source = "support.amazonaws.com", operation = "CreateCase", request_parameters = {subject = "limit"}, access_key_id = "AKIA1", principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A person with a role.
[[example]]
cloudtrail = [{event_source = "support.amazonaws.com", operation = "CreateCase", request_parameters = {subject = "limit"}, access_key_id = "ASIA1", principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "quiet"
*/
