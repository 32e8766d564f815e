/*
title = "Commands were run in many pods"
severity = "medium"
why = "Who goes from pod to pod with a shell looks for data and credentials."
fix = "Ask the user. Take pods/exec out of their role where it is not needed."
attacks = ["T1609"]
false_positives = "Backup tools that run hooks in pods; developers who look for a fault."
window = "1h"
finding_types = ["Execution:Kubernetes/AnomalousBehavior.ExecInPod"]
confidence = 50

[[example]]
kubernetes_audit = [
  {cluster = "c", stage = "ResponseComplete", status = 101, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "w0"},
  {cluster = "c", stage = "ResponseComplete", status = 101, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "w1"},
  {cluster = "c", stage = "ResponseComplete", status = 101, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "w2"},
  {cluster = "c", stage = "ResponseComplete", status = 101, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "w3"},
  {cluster = "c", stage = "ResponseComplete", status = 101, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "w4"},
]
expect = "hit"

[[example]]
kubernetes_audit = [
  {cluster = "c", stage = "ResponseComplete", status = 101, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "w"},
  {cluster = "c", stage = "ResponseComplete", status = 101, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "w"},
  {cluster = "c", stage = "ResponseComplete", status = 101, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "w"},
  {cluster = "c", stage = "ResponseComplete", status = 101, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "w"},
  {cluster = "c", stage = "ResponseComplete", status = 101, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "w"},
]
expect = "quiet"

[[example]]
kubernetes_audit = [
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "w0"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "w1"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "w2"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "w3"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "w4"},
]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', cluster, user_name, date_trunc('hour', event_time)) as act,
  account_id,
  coalesce(min(aws_region), '') as region,
  coalesce(nullif(max(principal_arn), ''), user_name) as actor,
  coalesce(cluster, '') as resource,
  concat_ws(
    ' ',
    user_name,
    'ran commands in',
    count(distinct namespace || '/' || name),
    'pods within an hour'
  ) as reason,
  coalesce(max(source_addresses[1]), '') as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  [user_name] as entities,
  count(*) as count
from logs.kubernetes_audit
where stage = 'ResponseComplete'
  and status between 100 and 299
  and resource = 'pods'
  and subresource in ('exec', 'attach')
group by
  account_id,
  cluster,
  user_name,
  date_trunc('hour', event_time)
having count(distinct namespace || '/' || name) >= 5
