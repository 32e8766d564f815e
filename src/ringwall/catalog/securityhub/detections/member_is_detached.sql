/*
family = "call_is_made"
title = "Account was taken out of Security Hub's administration"
severity = "high"
why = "An account that has left its administrator reports its findings to nobody."
fix = "Add the account again from the administrator account. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Accounts that move to another organization; changes of the administrator account."
sources = ["securityhub.amazonaws.com"]
operations = [
  "DeleteMembers",
  "DisableOrganizationAdminAccount",
  "DisassociateFromAdministratorAccount",
  "DisassociateFromMasterAccount",
  "DisassociateMembers",
]
resource = "''"
reason = '''
operation || ' took accounts out of Security Hub: '
    || coalesce(
      json_extract_string(request_parameters, '$.AccountIds'),
      json_extract_string(request_parameters, '$.AdminAccountId'),
      'the own one'
    )
'''

[[example]]
cloudtrail = [{event_source = "securityhub.amazonaws.com", operation = "DisassociateMembers", request_parameters = {AccountIds = ["222222222222"]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# Members are added.
[[example]]
cloudtrail = [{event_source = "securityhub.amazonaws.com", operation = "CreateMembers", request_parameters = {AccountDetails = [{AccountId = "222222222222"}]}}]
expect = "quiet"
*/
