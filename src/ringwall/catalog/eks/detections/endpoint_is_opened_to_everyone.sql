/*
title = "API of a cluster was opened to the internet"
severity = "medium"
why = "Stolen tokens and holes of Kubernetes can then be used from anywhere."
fix = "aws eks update-cluster-config --resources-vpc-config endpointPublicAccess=false,endpointPrivateAccess=true, or limit publicAccessCidrs."
attacks = ["T1562.007", "T1133"]
false_positives = "Clusters of developers; the endpoint is public by default."
confidence = 60

[[example]]
cloudtrail = [{event_source = "eks.amazonaws.com", event_name = "UpdateClusterConfig", request_parameters = {name = "c", resourcesVpcConfig = {endpointPublicAccess = true, publicAccessCidrs = ["0.0.0.0/0"]}}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "eks.amazonaws.com", event_name = "UpdateClusterConfig", request_parameters = {name = "c", resourcesVpcConfig = {endpointPublicAccess = true, publicAccessCidrs = ["192.0.2.0/24"]}}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "eks.amazonaws.com", event_name = "UpdateClusterConfig", request_parameters = {name = "c", resourcesVpcConfig = {endpointPublicAccess = false}}}]
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
  concat_ws(' ', 'The API of cluster', coalesce(
    json_extract_string(request_parameters, '$.name'),
    json_extract_string(request_parameters, '$.clusterName'),
    ''
  ), 'was opened to the internet') as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'eks.amazonaws.com'
  and event_name = 'UpdateClusterConfig'
  and error_code = ''
  and json_extract_string(request_parameters, '$.resourcesVpcConfig.endpointPublicAccess') = 'true'
  and (
    json_extract_string(request_parameters, '$.resourcesVpcConfig.publicAccessCidrs') is null
    or json_extract_string(
      request_parameters,
      '$.resourcesVpcConfig.publicAccessCidrs'
    ) like '%0.0.0.0/0%'
  )
