/*
family = "call_is_made"
title = "Shield protection was removed"
severity = "medium"
why = "Without Shield Advanced a flood is paid for and answered by nobody."
fix = "aws shield create-protection. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001", "T1498"]
false_positives = "Resources that are taken down; the end of a subscription."
confidence = 60
sources = ["shield.amazonaws.com"]
operations = [
  "DeleteProtection",
  "DeleteProtectionGroup",
  "DeleteSubscription",
  "DisableApplicationLayerAutomaticResponse",
  "DisableProactiveEngagement",
  "DisassociateDRTRole",
]
resource = '''
coalesce(
  json_extract_string(request_parameters, '$.protectionId'),
  json_extract_string(request_parameters, '$.resourceArn'),
  ''
)
'''
reason = "operation || ' took protection of Shield away'"
condition = "invoked_by = ''"

[[example]]
cloudtrail = [{event_source = "shield.amazonaws.com", operation = "DeleteProtection", request_parameters = {protectionId = "p1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Firewall Manager moves it.
[[example]]
cloudtrail = [{event_source = "shield.amazonaws.com", operation = "DeleteProtection", request_parameters = {protectionId = "p1"}, invoked_by = "fms.amazonaws.com"}]
expect = "quiet"
*/
