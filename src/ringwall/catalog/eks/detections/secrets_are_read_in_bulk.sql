/*
title = "Secrets of a cluster were read in bulk"
severity = "medium"
why = "A list of secrets returns their values: all passwords and tokens of the cluster in one call."
fix = "Ask the user. Rotate what was read, and take list on secrets out of the role."
attacks = ["T1552.007"]
false_positives = "Administrators with tools that show all objects; Helm keeps its releases in secrets, and lists those of one namespace."
window = "1h"
finding_types = ["CredentialAccess:Kubernetes/AnomalousBehavior.SecretsAccessed"]
confidence = 50

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "list", resource = "secrets", user_name = "alex", uri = "/api/v1/secrets"}]
expect = "hit"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "list", resource = "secrets", user_name = "alex", namespace = "shop"}]
expect = "quiet"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "list", resource = "secrets", user_name = "system:serviceaccount:kube-system:x"}]
expect = "quiet"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "secrets", user_name = "alex"}]
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
    'read secrets of the cluster in',
    count(*),
    case when count(*) = 1 then 'call' else 'calls' end,
    'within an hour'
  ) as reason,
  coalesce(max(source_addresses[1]), '') as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  [user_name] as entities,
  count(*) as count
from logs.kubernetes_audit
where stage = 'ResponseComplete'
  and status between 200 and 299
  and resource = 'secrets'
  and verb in ('get', 'list', 'watch')
  and user_name not like 'system:%'
  and user_name not like 'eks:%'
group by
  account_id,
  cluster,
  user_name,
  date_trunc('hour', event_time)
having count(distinct namespace || '/' || name) >= 20
  or max(case when verb = 'list' and namespace = '' then 1 else 0 end) = 1
