/*
title = "Container of a cluster was given the host"
severity = "high"
why = "A container that mounts the root of its node, or sees its processes, reads the tokens and secrets of all pods there."
fix = "Delete it, replace the node, and forbid it by Pod Security Standards."
attacks = ["T1610", "T1611"]
false_positives = "Agents of monitoring and logging in a namespace of their own."
finding_types = ["Persistence:Kubernetes/ContainerWithSensitiveMount", "PrivilegeEscalation:Kubernetes/AnomalousBehavior.WorkloadDeployed!ContainerWithSensitiveMount"]
confidence = 60

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "pods", user_name = "alex", request_object = {spec = {volumes = [{name = "h", hostPath = {path = "/"}}]}}, namespace = "shop", name = "x"}]
expect = "hit"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "pods", user_name = "alex", request_object = {spec = {volumes = [{hostPath = {path = "/var/log/app"}}]}}, namespace = "shop"}]
expect = "quiet"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "pods", user_name = "alex", request_object = {spec = {hostPID = false}}, namespace = "shop"}]
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
    'gave a container the host:',
    resource,
    namespace || '/' || name
  ) as reason,
  coalesce(source_addresses[1], '') as address,
  [event_id] as events,
  [user_name] as entities
from logs.kubernetes_audit
where stage = 'ResponseComplete'
  and status between 200 and 299
  and resource in (
    'pods', 'deployments', 'daemonsets', 'statefulsets', 'jobs', 'cronjobs', 'replicasets'
  )
  and verb in ('create', 'update', 'patch')
  and namespace <> 'kube-system'
  and user_name not in (
    'system:kube-controller-manager',
    'system:kube-scheduler',
    'system:apiserver'
  )
  and user_name not like 'system:node:%'
  and user_name not like 'system:serviceaccount:kube-system:%'
  and user_name not like 'eks:%'
  and regexp_matches(
    request_object,
    '"hostPath": ?[{][^{}]*"path": ?"(/|/etc|/root|/var/lib/kubelet|/var/run/docker.sock|/run/containerd/containerd.sock|/proc)/?"|"hostPID": ?true'
  )
