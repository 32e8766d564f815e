/*
title = "Shield Advanced should protect resources, and the response team should call"
layer = "infrastructure"
severity = "medium"
why = "A subscription to Shield Advanced protects only what is named, and AWS's response team calls of its own accord only where proactive engagement is on."
fix = "aws shield create-protection --name NAME --resource-arn ARN for each resource that faces the internet; aws shield associate-proactive-engagement-details --emergency-contact-list CONTACTS; or infrastructure.shield in a blueprint"
url = "https://docs.aws.amazon.com/waf/latest/developerguide/ddos-srt-proactive-engagement.html"

[[example]]
shield_subscription = [{arn = "s"}]
shield_protection = [{arn = "p", resource_arn = "lb"}]
shield_proactive_engagement = [{arn = "e", is_engaged = true}]
expect = "pass"

[[example]]
shield_subscription = [{arn = "s"}]
shield_protection = [{arn = "p", resource_arn = "lb"}]
shield_proactive_engagement = [{arn = "e", is_engaged = false}]
expect = "fail"

[[example]]
shield_subscription = [{arn = "s"}]
shield_protection = [{arn = "p", resource_arn = "lb"}]
expect = "fail"

[[example]]
shield_subscription = [{arn = "s"}]
shield_proactive_engagement = [{arn = "e", is_engaged = true}]
expect = "fail"

[[example]]
shield_subscription = [{arn = "s"}]
shield_protection = [{arn = "p", resource_arn = "lb"}]
shield_proactive_engagement = [{arn = "e"}]
expect = "unknown"
*/
with guarded as (
  select
    s.arn,
    (
      select count(*)
      from estate.shield_protection p
      where p.account_id = s.account_id
    ) as protections,
    (
      select bool_or(e.is_engaged)
      from estate.shield_proactive_engagement e
      where e.account_id = s.account_id
    ) as is_engaged,
    (
      select count(*)
      from estate.shield_proactive_engagement e
      where e.account_id = s.account_id
    ) as engagements
  from estate.shield_subscription s
)
select
  g.arn as resource,
  g.protections > 0 and g.engagements > 0 and g.is_engaged as ok,
  case
    when g.protections = 0 then 'it protects nothing'
    when g.engagements = 0 or not g.is_engaged then 'proactive engagement is not on'
    else 'it protects ' || g.protections || ' resources, and proactive engagement is on'
  end as reason
from guarded g
