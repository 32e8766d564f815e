/*
title = "Logging of web requests was stopped"
severity = "medium"
why = "The logs of WAF show which requests tried what, and from where."
fix = "aws wafv2 put-logging-configuration. Find out who called, and whether it was planned; if not, take the credentials away and look at what else they did."
attacks = ["T1562.008"]
false_positives = "Web ACLs that are taken down."

[[example]]
cloudtrail = [{event_source = "wafv2.amazonaws.com", operation = "DeleteLoggingConfiguration", request_parameters = {resourceArn = "arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/web/1"}, principal_arn = "arn:aws:iam::111111111111:user/mallory", identity_type = "IAMUser", source_ip = "198.51.100.7"}]
expect = "hit"

# It is set up.
[[example]]
cloudtrail = [{event_source = "wafv2.amazonaws.com", operation = "PutLoggingConfiguration", request_parameters = {loggingConfiguration = {resourceArn = "arn:w"}}}]
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
  coalesce(json_extract_string(request_parameters, '$.resourceArn'), '') as resource,
  'requests to web ACL ' || coalesce(json_extract_string(request_parameters, '$.resourceArn'), '')
    || ' are not logged any more' as reason
from logs.cloudtrail
where event_source in ('wafv2.amazonaws.com', 'waf.amazonaws.com', 'waf-regional.amazonaws.com')
  and operation = 'DeleteLoggingConfiguration'
  and error_code = ''
