/*
title = "CloudTrail Insights was switched off"
severity = "low"
why = "Insights reports unusual rates of calls and errors: what a burst of theft or of guessing looks like."
fix = "aws cloudtrail put-insight-selectors with ApiCallRateInsight and ApiErrorRateInsight."
attacks = ["T1562.008"]
false_positives = "Cost saving: Insights is charged by event."
confidence = 60

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "PutInsightSelectors", request_parameters = {trailName = "main", insightSelectors = []}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# One of the two kinds stays.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "PutInsightSelectors", request_parameters = {trailName = "main", insightSelectors = [{insightType = "ApiErrorRateInsight"}]}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  coalesce(account_id, '') as account_id,
  aws_region as region,
  coalesce(nullif(principal_arn, ''), session_arn) as actor,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  coalesce(json_extract_string(request_parameters, '$.trailName'), '') as resource,
  'trail ' || coalesce(json_extract_string(request_parameters, '$.trailName'), '')
    || ' reports no unusual activity any more' as reason
from logs.cloudtrail
where event_source = 'cloudtrail.amazonaws.com'
  and operation = 'PutInsightSelectors'
  and error_code = ''
  and not regexp_matches(request_parameters, 'InsightType|insightType')
