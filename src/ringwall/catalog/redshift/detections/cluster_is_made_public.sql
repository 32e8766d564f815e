/*
title = "Data warehouse was given a public address"
severity = "high"
why = "The warehouse is reached from the internet; a guessed password opens all of it."
fix = "aws redshift modify-cluster --no-publicly-accessible."
attacks = ["T1562.007", "T1133"]
false_positives = "Tools outside AWS that query it on purpose; use a private link."
confidence = 75

[[example]]
cloudtrail = [{event_source = "redshift.amazonaws.com", event_name = "ModifyCluster", request_parameters = {clusterIdentifier = "c", publiclyAccessible = true}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "redshift.amazonaws.com", event_name = "ModifyCluster", request_parameters = {clusterIdentifier = "c", publiclyAccessible = false}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "redshift.amazonaws.com", event_name = "ModifyCluster", request_parameters = {clusterIdentifier = "c", nodeType = "ra3.xlplus"}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  aws_region as region,
  coalesce(principal_arn, session_arn) as actor,
  coalesce(json_extract_string(request_parameters, '$.clusterIdentifier'), '') as resource,
  concat_ws(
    ' ',
    'Cluster',
    json_extract_string(request_parameters, '$.clusterIdentifier'),
    'has a public address'
  ) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'redshift.amazonaws.com'
  and event_name in ('ModifyCluster', 'RestoreFromClusterSnapshot')
  and error_code = ''
  and json_extract_string(request_parameters, '$.publiclyAccessible') = 'true'
