/*
title = "API of a cluster answered calls without credentials"
severity = "high"
why = "Anonymous users should be refused everything but health checks. Here they were not."
fix = "Find the binding for system:anonymous or system:unauthenticated and delete it; close the endpoint."
attacks = ["T1613", "T1133"]
false_positives = "Load balancers that check health are not reported."
window = "1h"
finding_types = ["Discovery:Kubernetes/SuccessfulAnonymousAccess", "CredentialAccess:Kubernetes/SuccessfulAnonymousAccess", "Impact:Kubernetes/SuccessfulAnonymousAccess"]
confidence = 85

# A shell in a pod: the connection changes its protocol.
[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 101, verb = "create", resource = "pods", subresource = "exec", user_name = "system:anonymous", uri = "/api/v1/namespaces/shop/pods/web/exec?command=sh"}]
expect = "hit"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "list", resource = "pods", user_name = "system:anonymous", uri = "/api/v1/pods"}]
expect = "hit"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 403, verb = "list", resource = "pods", user_name = "system:anonymous", uri = "/api/v1/pods"}]
expect = "quiet"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "get", resource = "", user_name = "system:anonymous", uri = "/healthz"}]
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
    'The API of the cluster answered',
    count(*),
    case when count(*) = 1 then 'call without credentials, such as' else 'calls without credentials, such as' end,
    max(uri)
  ) as reason,
  coalesce(max(source_addresses[1]), '') as address,
  [arg_min(event_id, event_time), arg_max(event_id, event_time)] as events,
  [user_name] as entities,
  count(*) as count
from logs.kubernetes_audit
where stage = 'ResponseComplete'
  and status between 100 and 299
  and user_name = 'system:anonymous'
  and not regexp_matches(uri, '^/(healthz|livez|readyz|version|openid|[.]well-known)')
group by
  account_id,
  cluster,
  user_name,
  date_trunc('hour', event_time)
having count(*) > 0
