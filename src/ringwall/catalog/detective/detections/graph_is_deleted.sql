/*
family = "call_is_made"
title = "Detective's graph was deleted or left"
severity = "medium"
why = "The graph holds a year of what principals and addresses did; it is what an investigation needs next."
fix = "aws detective create-graph; what it held is lost. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001", "T1070"]
false_positives = "Cost saving; accounts that are closed."
sources = ["detective.amazonaws.com"]
operations = ["DeleteGraph", "DeleteMembers", "DisassociateMembership", "DisableOrganizationAdminAccount"]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.graphArn'),
  json_extract_string(request_parameters, '$.GraphArn'),
  ''
)
'''
reason = "operation || ' took data of Detective away'"

[[example]]
cloudtrail = [{event_source = "detective.amazonaws.com", operation = "DeleteGraph", request_parameters = {graphArn = "arn:aws:detective:eu-west-1:111111111111:graph:1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# A member is added.
[[example]]
cloudtrail = [{event_source = "detective.amazonaws.com", operation = "CreateMembers", request_parameters = {graphArn = "arn:g"}}]
expect = "quiet"
*/
