/*
family = "call_is_made"
title = "CloudTrail Insights was switched off"
severity = "low"
why = "Insights reports unusual rates of calls and errors: what a burst of theft or of guessing looks like."
fix = "aws cloudtrail put-insight-selectors with ApiCallRateInsight and ApiErrorRateInsight."
attacks = ["T1562.008"]
false_positives = "Cost saving: Insights is charged by event."
confidence = 60
sources = ["cloudtrail.amazonaws.com"]
operations = ["PutInsightSelectors"]
resource = "coalesce(json_extract_string(request_parameters, '$.trailName'), '')"
reason = '''
'trail ' || coalesce(json_extract_string(request_parameters, '$.trailName'), '')
  || ' reports no unusual activity any more'
'''
condition = "not regexp_matches(request_parameters, 'InsightType|insightType')"

[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "PutInsightSelectors", request_parameters = {trailName = "main", insightSelectors = []}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# One of the two kinds stays.
[[example]]
cloudtrail = [{event_source = "cloudtrail.amazonaws.com", operation = "PutInsightSelectors", request_parameters = {trailName = "main", insightSelectors = [{insightType = "ApiErrorRateInsight"}]}}]
expect = "quiet"
*/
