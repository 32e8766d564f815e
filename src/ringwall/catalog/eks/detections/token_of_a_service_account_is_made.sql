/*
title = "Token of a service account was made by a user"
severity = "low"
why = "The token works from anywhere, and what is done with it is not seen as done by the user."
fix = "Ask the user. Delete the service account to make its tokens useless."
attacks = ["T1528", "T1098.006"]
false_positives = "Administrators who set up a tool outside the cluster."
confidence = 45

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "serviceaccounts", user_name = "alex", subresource = "token", namespace = "shop", name = "web"}]
expect = "hit"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "serviceaccounts", user_name = "system:node:ip-10-0-0-1", subresource = "token", namespace = "shop", name = "web"}]
expect = "quiet"

[[example]]
kubernetes_audit = [{cluster = "c", stage = "ResponseComplete", status = 200, verb = "create", resource = "serviceaccounts", user_name = "alex", namespace = "shop", name = "web"}]
expect = "quiet"
*/
select
  event_time as at,
  event_id as act,
  account_id,
  coalesce(aws_region, '') as region,
  coalesce(nullif(principal_arn, ''), user_name) as actor,
  concat_ws('/', cluster, namespace, resource, name) as resource,
  concat_ws(' ', user_name, 'made a token of service account', namespace || '/' || name) as reason,
  coalesce(source_addresses[1], '') as address,
  [event_id] as events,
  [user_name] as entities
from logs.kubernetes_audit
where stage = 'ResponseComplete'
  and status between 200 and 299
  and resource = 'serviceaccounts'
  and subresource = 'token'
  and verb = 'create'
  and user_name not like 'system:%'
  and user_name not like 'eks:%'
