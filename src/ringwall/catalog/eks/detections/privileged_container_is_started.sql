/*
title = "Privileged container was started"
severity = "high"
why = "A privileged container controls its node: the other pods, their tokens, and the role of the instance."
fix = "Delete it, replace the node, and forbid it by Pod Security Standards."
attacks = ["T1610", "T1611"]
false_positives = "Agents of monitoring, storage and security that are installed in a namespace of their own."
finding_types = ["PrivilegeEscalation:Kubernetes/PrivilegedContainer", "PrivilegeEscalation:Kubernetes/AnomalousBehavior.WorkloadDeployed!PrivilegedContainer"]
confidence = 60

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "pods", user_name = "alex", request_object = {spec = {containers = [{name = "x", securityContext = {privileged = true}}]}}, namespace = "shop", name = "x"}]
expect = "hit"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "pods", user_name = "alex", request_object = {spec = {containers = [{securityContext = {privileged = false}}]}}, namespace = "shop"}]
expect = "quiet"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "daemonsets", user_name = "alex", request_object = {spec = {securityContext = {privileged = true}}}, namespace = "kube-system"}]
expect = "quiet"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "pods", user_name = "system:serviceaccount:kube-system:daemon-set-controller", request_object = {spec = {containers = [{securityContext = {privileged = true}}]}}, namespace = "agents"}]
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
    'started a privileged container:',
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
  and regexp_matches(request_object, '"privileged": ?true')
