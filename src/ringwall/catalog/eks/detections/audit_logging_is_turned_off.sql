/*
title = "Audit logging of a cluster was turned off"
severity = "high"
why = "Without the audit log nobody sees what is done in the cluster, and what Ringwall and GuardDuty read is gone."
fix = "aws eks update-cluster-config --logging with audit and authenticator enabled."
attacks = ["T1562.008"]
false_positives = "Saving cost on a cluster for tests."
confidence = 75

[[example]]
cloudtrail = [{event_source = "eks.amazonaws.com", event_name = "UpdateClusterConfig", request_parameters = {name = "c", logging = {clusterLogging = [{types = ["api", "audit"], enabled = false}]}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "eks.amazonaws.com", event_name = "UpdateClusterConfig", request_parameters = {name = "c", logging = {clusterLogging = [{types = ["api", "audit"], enabled = true}]}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "eks.amazonaws.com", event_name = "UpdateClusterConfig", request_parameters = {name = "c", logging = {clusterLogging = [{types = ["scheduler"], enabled = false}]}}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(
    json_extract_string(request_parameters, '$.name'),
    json_extract_string(request_parameters, '$.clusterName'),
    ''
  ) as resource,
  concat_ws(' ', 'Logging of the control plane of cluster', coalesce(
    json_extract_string(request_parameters, '$.name'),
    json_extract_string(request_parameters, '$.clusterName'),
    ''
  ), 'was turned off') as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'eks.amazonaws.com'
  and event_name = 'UpdateClusterConfig'
  and error_code = ''
  and regexp_matches(
    coalesce(json_extract_string(request_parameters, '$.logging.clusterLogging'), ''),
    '"enabled": ?false'
  )
  and regexp_matches(
    coalesce(json_extract_string(request_parameters, '$.logging.clusterLogging'), ''),
    '"(audit|authenticator|api)"'
  )
