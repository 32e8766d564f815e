/*
family = "call_is_made"
title = "Access key that was switched off was activated for another user"
severity = "medium"
why = "A key is switched off because it leaked or is not needed. Whoever switches it on again wants what it can do."
fix = "aws iam update-access-key --status Inactive. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1098.001"]
false_positives = "The rollback of a rotation that broke a program."
confidence = 50
sources = ["iam.amazonaws.com"]
operations = ["UpdateAccessKey"]
resource = "coalesce(json_extract_string(request_parameters, '$.accessKeyId'), '')"
reason = '''
'key ' || coalesce(json_extract_string(request_parameters, '$.accessKeyId'), '') || ' of user '
  || coalesce(json_extract_string(request_parameters, '$.userName'), '') || ' works again'
'''
condition = '''
json_extract_string(request_parameters, '$.status') = 'Active'
and json_extract_string(request_parameters, '$.userName') <> ''
and json_extract_string(request_parameters, '$.userName') <> regexp_extract(principal_arn, '[^/]*$', 0)
'''

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAccessKey", request_parameters = {userName = "bob", accessKeyId = "AKIAOLD", status = "Active"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is switched off.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAccessKey", request_parameters = {userName = "bob", accessKeyId = "AKIAOLD", status = "Inactive"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"

# The own key.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "UpdateAccessKey", request_parameters = {userName = "mallory", accessKeyId = "AKIAOLD", status = "Active"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", user_name = "mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "quiet"
*/
