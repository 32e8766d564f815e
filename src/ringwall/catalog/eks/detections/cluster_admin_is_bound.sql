/*
title = "Administrator role of a cluster was bound"
severity = "medium"
why = "Who is bound to cluster-admin may do everything in the cluster: a usual way to stay, and to escalate."
fix = "Delete the binding, unless it is meant."
attacks = ["T1098.006"]
false_positives = "Installing operators that ask for it; platform teams."
finding_types = ["PrivilegeEscalation:Kubernetes/AnomalousBehavior.RoleBindingCreated"]
confidence = 60

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "clusterrolebindings", user_name = "alex", request_object = {roleRef = {kind = "ClusterRole", name = "cluster-admin"}, subjects = [{kind = "User", name = "x"}]}, name = "b"}]
expect = "hit"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "clusterrolebindings", user_name = "alex", request_object = {roleRef = {kind = "ClusterRole", name = "view"}}, name = "b"}]
expect = "quiet"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "clusterrolebindings", user_name = "eks:addon-manager", request_object = {roleRef = {name = "cluster-admin"}}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  coalesce(aws_region, '') as region,
  coalesce(nullif(principal_arn, ''), user_name) as actor,
  concat_ws('/', cluster, namespace, resource, name) as resource,
  concat_ws(' ', user_name, 'bound cluster-admin by', name) as reason,
  coalesce(source_addresses[1], '') as address,
  [event_id] as events,
  [user_name] as entities
from logs.kubernetes_audit
where stage = 'ResponseComplete'
  and status between 200 and 299
  and resource in ('clusterrolebindings', 'rolebindings')
  and verb in ('create', 'update', 'patch')
  and user_name not like 'eks:%'
  and user_name not in ('system:apiserver', 'system:kube-controller-manager')
  and regexp_matches(request_object, '"roleRef": ?[{][^{}]*"name": ?"cluster-admin"')
