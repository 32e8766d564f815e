/*
family = "call_is_made"
title = "Macie was set to report less often"
severity = "low"
why = "The frequency at which findings go to EventBridge and Security Hub decides how late you hear of them."
fix = "aws macie2 update-macie-session --finding-publishing-frequency FIFTEEN_MINUTES. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Set-up of an account with the default of six hours."
confidence = 50
sources = ["macie2.amazonaws.com", "macie.amazonaws.com"]
operations = ["UpdateMacieSession"]
resource = "''"
reason = '''
'Macie reports '
  || lower(
    replace(
      coalesce(json_extract_string(request_parameters, '$.findingPublishingFrequency'), ''),
      '_',
      ' '
    )
  )
  || ' from now on'
'''
condition = "json_extract_string(request_parameters, '$.findingPublishingFrequency') in ('ONE_HOUR', 'SIX_HOURS')"

[[example]]
cloudtrail = [{event_source = "macie2.amazonaws.com", operation = "UpdateMacieSession", request_parameters = {findingPublishingFrequency = "SIX_HOURS"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# More often than before.
[[example]]
cloudtrail = [{event_source = "macie2.amazonaws.com", operation = "UpdateMacieSession", request_parameters = {findingPublishingFrequency = "FIFTEEN_MINUTES"}}]
expect = "quiet"
*/
