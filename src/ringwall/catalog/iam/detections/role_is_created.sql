/*
family = "call_is_made"
title = "Role was created by hand"
severity = "low"
why = "Most roles come from pipelines. One that a person makes in the console or shell is worth a count."
fix = "Nothing by itself; it counts where other detections meet it."
attacks = ["T1098.003"]
false_positives = "People who work without infrastructure as code."
confidence = 10
context = true
sources = ["iam.amazonaws.com"]
operations = ["CreateRole"]
resource = '''
coalesce(
  json_extract_string(response_elements, '$.role.arn'),
  json_extract_string(request_parameters, '$.roleName'),
  ''
)
'''
reason = "'role ' || coalesce(json_extract_string(request_parameters, '$.roleName'), '') || ' was created'"
condition = '''
invoked_by = ''
and coalesce(json_extract_string(request_parameters, '$.path'), '/') <> '/service-role/'
'''

[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateRole", request_parameters = {roleName = "new"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "hit"

# A stack.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateRole", request_parameters = {roleName = "new"}, invoked_by = "cloudformation.amazonaws.com", source_ip = "cloudformation.amazonaws.com"}]
expect = "quiet"

# A role for a service, made by AWS.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateServiceLinkedRole", request_parameters = {aWSServiceName = "ecs.amazonaws.com"}}]
expect = "quiet"

# The console of Lambda makes one for a function.
[[example]]
cloudtrail = [{event_source = "iam.amazonaws.com", operation = "CreateRole", request_parameters = {roleName = "fn-role", path = "/service-role/"}, principal_arn = "arn:aws:iam::111111111111:role/Admin", session_arn = "arn:aws:sts::111111111111:assumed-role/Admin/ann", session_name = "ann", identity_type = "AssumedRole"}]
expect = "quiet"
*/
