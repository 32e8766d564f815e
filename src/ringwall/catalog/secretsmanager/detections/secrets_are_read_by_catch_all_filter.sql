/*
title = "Values of all secrets were asked for"
severity = "high"
why = "BatchGetSecretValue needs a filter. One that only excludes matches every secret, and returns twenty values a call."
fix = "Rotate the secrets of the Region that the principal may read. Ask its owner."
attacks = ["T1555.006"]
false_positives = "None known: an application names its secrets, or their tags."
confidence = 85

[[example]]
cloudtrail = [{event_source = "secretsmanager.amazonaws.com", event_name = "BatchGetSecretValue", request_parameters = {filters = [{key = "tag-key", values = ["!none"]}]}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "secretsmanager.amazonaws.com", event_name = "BatchGetSecretValue", request_parameters = {filters = [{key = "tag-key", values = ["!none"]}, {key = "tag-key", values = ["shop"]}]}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "secretsmanager.amazonaws.com", event_name = "BatchGetSecretValue", request_parameters = {secretIdList = ["a", "b"]}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  '' as resource,
  'A filter that excludes what does not exist asked for the values of all secrets' as reason,
  session_arn as session,
  access_key_id as access_key,
  source_ip as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'secretsmanager.amazonaws.com'
  and event_name = 'BatchGetSecretValue'
  and error_code = ''
  and invoked_by = ''
  and coalesce(json_extract_string(request_parameters, '$.filters'), '') like '%"values"%'
  and not regexp_matches(
    coalesce(json_extract_string(request_parameters, '$.filters'), ''),
    '"values": ?\[("![^"]*", ?)*"[^!"]'
  )
