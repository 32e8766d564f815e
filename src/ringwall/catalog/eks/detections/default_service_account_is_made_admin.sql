/*
title = "Default service account became administrator"
severity = "high"
why = "Every pod that names no service account runs as the default one: one hole in any of them gives the whole cluster."
fix = "Delete the binding, and give each workload a service account of its own."
attacks = ["T1098.006", "T1078.001"]
false_positives = "Tests, and old instructions for installing tools."
finding_types = ["Policy:Kubernetes/AdminAccessToDefaultServiceAccount"]
confidence = 85

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "clusterrolebindings", user_name = "alex", request_object = {roleRef = {name = "cluster-admin"}, subjects = [{kind = "ServiceAccount", name = "default", namespace = "shop"}]}, name = "b"}]
expect = "hit"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "clusterrolebindings", user_name = "alex", request_object = {roleRef = {name = "cluster-admin"}, subjects = [{kind = "ServiceAccount", name = "deployer", namespace = "shop"}]}, name = "b"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  coalesce(aws_region, '') as region,
  coalesce(nullif(principal_arn, ''), user_name) as actor,
  concat_ws('/', cluster, namespace, resource, name) as resource,
  concat_ws(
    ' ',
    user_name,
    'gave the default service account administrator rights by',
    name
  ) as reason,
  coalesce(source_addresses[1], '') as address,
  [event_id] as events,
  [user_name] as entities
from logs.kubernetes_audit
where stage = 'ResponseComplete'
  and status between 200 and 299
  and resource in ('clusterrolebindings', 'rolebindings')
  and verb in ('create', 'update', 'patch')
  and regexp_matches(request_object, '"name": ?"(cluster-admin|admin)"')
  and regexp_matches(request_object, '"kind": ?"ServiceAccount"')
  and regexp_matches(request_object, '[{][^{}]*"name": ?"default"[^{}]*[}]')
