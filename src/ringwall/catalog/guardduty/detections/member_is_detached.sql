/*
family = "call_is_made"
title = "Account was taken out of GuardDuty's administration"
severity = "high"
why = "An account that has left its administrator reports to nobody, and can switch GuardDuty off by itself."
fix = "Add the account again from the administrator account. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Accounts that move to another organization, and changes of the administrator account."
sources = ["guardduty.amazonaws.com"]
operations = [
  "DeleteMembers",
  "DisableOrganizationAdminAccount",
  "DisassociateFromAdministratorAccount",
  "DisassociateFromMasterAccount",
  "DisassociateMembers",
  "StopMonitoringMembers",
]
resource = "coalesce(json_extract_string(request_parameters, '$.detectorId'), '')"
reason = '''
operation || ' took accounts out of GuardDuty: '
    || coalesce(
      json_extract_string(request_parameters, '$.accountIds'),
      json_extract_string(request_parameters, '$.adminAccountId'),
      'the own one'
    )
'''
condition = "identity_type <> 'AWSService'"

[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "DisassociateFromAdministratorAccount", request_parameters = {detectorId = "12ab"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "StopMonitoringMembers", request_parameters = {detectorId = "12ab", accountIds = ["222222222222"]}}]
expect = "hit"

# Members are added.
[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "CreateMembers", request_parameters = {detectorId = "12ab"}}]
expect = "quiet"

# Organizations forbids it.
[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "DisassociateMembers", request_parameters = {detectorId = "12ab"}, error_code = "BadRequestException"}]
expect = "quiet"
*/
