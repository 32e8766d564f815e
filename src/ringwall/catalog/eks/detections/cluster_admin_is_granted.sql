/*
title = "Principal became administrator of a cluster"
severity = "medium"
why = "An access entry with an administrator policy gives an IAM principal all of the cluster: a way in that no object of Kubernetes shows."
fix = "aws eks disassociate-access-policy, and delete-access-entry, unless it is meant."
attacks = ["T1098.006"]
false_positives = "Setting up a cluster; platform teams."
confidence = 55

[[example]]
cloudtrail = [{event_source = "eks.amazonaws.com", event_name = "AssociateAccessPolicy", request_parameters = {name = "c", principalArn = "arn:aws:iam::111111111111:user/x", policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"}, principal_arn = "arn:aws:iam::111111111111:role/deploy"}]
expect = "hit"

[[example]]
cloudtrail = [{event_source = "eks.amazonaws.com", event_name = "AssociateAccessPolicy", request_parameters = {name = "c", policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy"}}]
expect = "quiet"

[[example]]
cloudtrail = [{event_source = "eks.amazonaws.com", event_name = "AssociateAccessPolicy", request_parameters = {name = "c", policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"}, error_code = "AccessDenied"}]
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
  concat_ws(' ', json_extract_string(
    request_parameters,
    '$.principalArn'
  ), 'became administrator of cluster', coalesce(
    json_extract_string(request_parameters, '$.name'),
    json_extract_string(request_parameters, '$.clusterName'),
    ''
  )) as reason,
  session_arn as session,
  access_key_id as access_key,
  case when invoked_by = '' then source_ip else '' end as address,
  [event_id] as events
from logs.cloudtrail
where event_source = 'eks.amazonaws.com'
  and event_name = 'AssociateAccessPolicy'
  and error_code = ''
  and regexp_matches(
    coalesce(json_extract_string(request_parameters, '$.policyArn'), ''),
    'cluster-access-policy/AmazonEKS(Cluster)?AdminPolicy$'
  )
