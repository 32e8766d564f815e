/*
title = "Cluster was used from Tor or an address of a threat list"
severity = "high"
why = "The API of the cluster answered somebody who hides, or whose address is known for attacks."
fix = "Revoke the credentials, close the endpoint to the internet, and look at all calls of the user."
attacks = ["T1090.003", "T1613"]
false_positives = "Scanners get answers to health checks without credentials."
window = "1h"
finding_types = ["Discovery:Kubernetes/MaliciousIPCaller", "CredentialAccess:Kubernetes/MaliciousIPCaller", "Impact:Kubernetes/MaliciousIPCaller", "Persistence:Kubernetes/MaliciousIPCaller", "Discovery:Kubernetes/TorIPCaller", "CredentialAccess:Kubernetes/TorIPCaller"]
confidence = 75

# A shell in a pod: the connection changes its protocol.
[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 101, verb = "create", resource = "pods", subresource = "exec", user_name = "alex", source_addresses = ["203.0.113.7"]}]
address = [{address = "203.0.113.7", is_tor = true}]
expect = "hit"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "list", resource = "pods", user_name = "alex", source_addresses = ["203.0.113.7"]}]
address = [{address = "203.0.113.7", is_tor = true}]
expect = "hit"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "list", resource = "pods", user_name = "alex", source_addresses = ["203.0.113.7"]}]
address = [{address = "203.0.113.7", is_tor = false, lists = []}]
expect = "quiet"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 401, verb = "list", resource = "pods", user_name = "alex", source_addresses = ["203.0.113.7"]}]
address = [{address = "203.0.113.7", is_tor = true}]
expect = "quiet"
*/
select
  min(e.event_time) as at,
  concat_ws(' ', e.cluster, e.user_name, a.address, date_trunc('hour', e.event_time)) as act,
  coalesce(e.account_id, '') as account_id,
  coalesce(min(e.aws_region), '') as region,
  coalesce(nullif(max(e.principal_arn), ''), e.user_name) as actor,
  coalesce(e.cluster, '') as resource,
  concat_ws(
    ' ',
    count(*),
    case when count(*) = 1 then 'call to the API of cluster' else 'calls to the API of cluster' end,
    e.cluster,
    'came from',
    a.address,
    case
      when max(case when a.is_tor then 1 else 0 end) = 1 then 'which is a Tor exit'
      else 'which is on ' || max(array_to_string(a.lists, ', '))
    end
  ) as reason,
  a.address,
  [arg_min(e.event_id, e.event_time), arg_max(e.event_id, e.event_time)] as events,
  [e.user_name] as entities,
  count(*) as count
from logs.kubernetes_audit e
join facts.address a on a.address = e.source_addresses[1]
where e.stage = 'ResponseComplete'
  and e.status between 100 and 299
  and not coalesce(a.is_trusted, false)
  and (
    coalesce(a.is_tor, false)
    or array_length(a.lists) > 0
  )
group by
  e.account_id,
  e.cluster,
  e.user_name,
  a.address,
  date_trunc('hour', e.event_time)
