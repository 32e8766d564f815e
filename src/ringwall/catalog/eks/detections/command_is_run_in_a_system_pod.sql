/*
title = "Command was run in a pod of the system"
severity = "high"
why = "Pods of kube-system run with the widest permissions of the cluster. Who gets a shell in one takes its token."
fix = "See who it was; replace the pod, and rotate what its service account may read."
attacks = ["T1609"]
false_positives = "Platform teams who look for a fault."
finding_types = ["Execution:Kubernetes/ExecInKubeSystemPod"]
confidence = 65

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 101, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "kube-system", name = "coredns-1"}]
expect = "hit"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "pods", user_name = "alex", subresource = "exec", namespace = "shop", name = "web"}]
expect = "quiet"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "get", resource = "pods", user_name = "alex", subresource = "log", namespace = "kube-system"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  coalesce(aws_region, '') as region,
  coalesce(nullif(principal_arn, ''), user_name) as actor,
  concat_ws('/', cluster, namespace, resource, name) as resource,
  concat_ws(' ', user_name, 'ran a command in pod', name, 'of namespace', namespace) as reason,
  coalesce(source_addresses[1], '') as address,
  [event_id] as events,
  [user_name] as entities
from logs.kubernetes_audit
where stage = 'ResponseComplete'
  -- A stream is answered by 101: switching protocols.
  and status between 100 and 299
  and resource = 'pods'
  and subresource in ('exec', 'attach')
  and namespace in ('kube-system', 'kube-node-lease', 'amazon-guardduty')
