/*
family = "call_is_made"
title = "Macie was switched off or paused"
severity = "medium"
why = "Macie finds secrets and personal data in buckets, and buckets that became public. Off, both go unseen."
fix = "aws macie2 enable-macie. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Cost saving; accounts that are closed."
sources = ["macie2.amazonaws.com", "macie.amazonaws.com"]
operations = [
  "DisableMacie",
  "DisassociateFromAdministratorAccount",
  "DisassociateFromMasterAccount",
  "DisassociateMember",
  "DeleteMember",
  "DisableOrganizationAdminAccount",
  "UpdateMacieSession",
]
resource = "coalesce(account_id, '')"
reason = "operation || ' took Macie out of use'"
condition = '''
(
  operation <> 'UpdateMacieSession'
  or json_extract_string(request_parameters, '$.status') = 'PAUSED'
)
'''

[[example]]
cloudtrail = [{event_source = "macie2.amazonaws.com", operation = "DisableMacie", principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "macie2.amazonaws.com", operation = "UpdateMacieSession", request_parameters = {status = "PAUSED"}}]
expect = "hit"

# The session is resumed.
[[example]]
cloudtrail = [{event_source = "macie2.amazonaws.com", operation = "UpdateMacieSession", request_parameters = {status = "ENABLED"}}]
expect = "quiet"

# It is only read.
[[example]]
cloudtrail = [{event_source = "macie2.amazonaws.com", operation = "ListMembers", request_parameters = {onlyAssociated = "true"}}]
expect = "quiet"
*/
