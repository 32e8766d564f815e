/*
family = "call_is_made"
title = "GuardDuty was set to leave out a source"
severity = "high"
why = "Each protection plan watches one way in: S3, EKS, Lambda, RDS, runtime. The one that is switched off is the one that the next step uses."
fix = "Enable the feature again: aws guardduty update-detector. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.001"]
false_positives = "Cost saving after a trial of a plan, decided for all accounts at once."
sources = ["guardduty.amazonaws.com"]
operations = ["UpdateDetector", "UpdateMemberDetectors", "UpdateOrganizationConfiguration"]
resource = "coalesce(json_extract_string(request_parameters, '$.detectorId'), '')"
reason = '''
'detector ' || coalesce(json_extract_string(request_parameters, '$.detectorId'), '')
  || ' watches less than before'
'''
condition = '''
(
  regexp_matches(request_parameters, '"status"\s*:\s*"DISABLED"')
  or regexp_matches(
    request_parameters,
    '"(s3Logs|auditLogs|ebsVolumes|dnsLogs|flowLogs)"\s*:\s*(true|false|[{]\s*"enable"\s*:\s*false)'
  )
  or regexp_matches(request_parameters, '"autoEnable(OrganizationMembers)?"\s*:\s*"NONE"')
)
'''

[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "UpdateDetector", request_parameters = {detectorId = "12ab", enable = true, features = [{name = "S3_DATA_EVENTS", status = "DISABLED"}]}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "UpdateMemberDetectors", request_parameters = {detectorId = "12ab", accountIds = ["222222222222"], dataSources = {s3Logs = {enable = false}}}}]
expect = "hit"

# A feature is enabled.
[[example]]
cloudtrail = [{event_source = "guardduty.amazonaws.com", operation = "UpdateDetector", request_parameters = {detectorId = "12ab", features = [{name = "S3_DATA_EVENTS", status = "ENABLED"}]}}]
expect = "quiet"
*/
