/*
title = "Map of IAM principals of a cluster was changed"
severity = "medium"
why = "aws-auth says which IAM roles and users are who in the cluster. A line more is a way in that IAM does not show."
fix = "Compare the map with the version before, and take the line out."
attacks = ["T1098.006"]
false_positives = "Adding node groups and people by hand or by infrastructure as code."
confidence = 55

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "patch", resource = "configmaps", user_name = "alex", namespace = "kube-system", name = "aws-auth"}]
expect = "hit"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "get", resource = "configmaps", user_name = "alex", namespace = "kube-system", name = "aws-auth"}]
expect = "quiet"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "patch", resource = "configmaps", user_name = "eks:node-manager", namespace = "kube-system", name = "aws-auth"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  coalesce(aws_region, '') as region,
  coalesce(nullif(principal_arn, ''), user_name) as actor,
  concat_ws('/', cluster, namespace, resource, name) as resource,
  concat_ws(' ', user_name, 'changed which IAM principals may use cluster', cluster) as reason,
  coalesce(source_addresses[1], '') as address,
  [event_id] as events,
  [user_name] as entities
from logs.kubernetes_audit
where stage = 'ResponseComplete'
  and status between 200 and 299
  and resource = 'configmaps'
  and namespace = 'kube-system'
  and name = 'aws-auth'
  and verb in ('create', 'update', 'patch', 'delete')
  and user_name not like 'eks:%'
