/*
title = "User of a cluster was refused often"
severity = "medium"
why = "Who has taken a token tries what it may do: many kinds of objects, mostly refused."
fix = "See whose token it is, and replace the pod or the credentials."
attacks = ["T1613", "T1069"]
false_positives = "Tools that are installed with too few permissions ask for the same few kinds."
window = "1h"
finding_types = ["Discovery:Kubernetes/AnomalousBehavior.PermissionChecked"]
confidence = 55

[[example]]
kubernetes_audit = [
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "secrets", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "secrets", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "secrets", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "secrets", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "pods", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "pods", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "pods", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "pods", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "configmaps", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "configmaps", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "configmaps", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "configmaps", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "jobs", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "jobs", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "jobs", user_name = "system:serviceaccount:shop:web"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "jobs", user_name = "system:serviceaccount:shop:web"},
]
expect = "hit"

[[example]]
kubernetes_audit = [
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
  {cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "nodes", user_name = "alex"},
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
    'was refused',
    count(*),
    'calls to',
    count(distinct resource),
    'kinds of objects within an hour'
  ) as reason,
  coalesce(max(source_addresses[1]), '') as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  [user_name] as entities,
  count(*) as count
from logs.kubernetes_audit
where stage = 'ResponseComplete'
  and status = 403
  and user_name <> 'system:anonymous'
group by
  account_id,
  cluster,
  user_name,
  date_trunc('hour', event_time)
having count(*) >= 20
  and count(distinct resource) >= 5
