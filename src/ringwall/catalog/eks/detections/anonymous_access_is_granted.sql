/*
title = "Anonymous users got a role of a cluster"
severity = "critical"
why = "Anyone who reaches the API of the cluster may do what the role allows, without credentials."
fix = "Delete the binding, close the endpoint to the internet, and look in the audit log for requests of system:anonymous."
attacks = ["T1098.006", "T1133"]
false_positives = "None known, but discovery roles that every cluster has, which are bound by Kubernetes itself as it starts."
finding_types = ["Policy:Kubernetes/AnonymousAccessGranted"]
confidence = 95

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "clusterrolebindings", user_name = "alex", request_object = {subjects = [{kind = "User", name = "system:anonymous"}], roleRef = {name = "view"}}}]
expect = "hit"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "clusterrolebindings", user_name = "alex", request_object = {subjects = [{kind = "User", name = "jo"}], roleRef = {name = "view"}}}]
expect = "quiet"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 403, verb = "create", resource = "clusterrolebindings", user_name = "alex", request_object = {subjects = [{kind = "User", name = "system:anonymous"}]}}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  coalesce(aws_region, '') as region,
  coalesce(nullif(principal_arn, ''), user_name) as actor,
  concat_ws('/', cluster, namespace, resource, name) as resource,
  concat_ws(' ', user_name, 'gave anonymous users the role of binding', name) as reason,
  coalesce(source_addresses[1], '') as address,
  [event_id] as events,
  [user_name] as entities
from logs.kubernetes_audit
where stage = 'ResponseComplete'
  and status between 200 and 299
  and resource in ('rolebindings', 'clusterrolebindings')
  and verb in ('create', 'update', 'patch')
  and regexp_matches(request_object, '"system:(anonymous|unauthenticated)"')
