/*
title = "Network Firewall alert of the highest severity"
severity = "medium"
why = "A stateful rule recognized an attack in the traffic itself: what flow logs cannot show."
fix = "Look up the signature in the rule group. Where the traffic was allowed, isolate the source, and set the rule to drop."
attacks = ["T1071", "T1190"]
false_positives = "A signature that is too wide for your traffic: make it quieter in the rule group."
window = "1h"
confidence = 60
url = "https://docs.aws.amazon.com/network-firewall/latest/developerguide/firewall-logging-contents.html"

[[example]]
firewall_event = [{firewall_name = "edge", event_type = "alert", alert_severity = 1, signature_id = 2000001, signature = "Cobalt Strike beacon", source_address = "10.0.0.5", destination_address = "203.0.113.7", action = "allowed"}]
expect = "hit"

# An alert that informs.
[[example]]
firewall_event = [{firewall_name = "edge", event_type = "alert", alert_severity = 3, signature_id = 2000002, signature = "TLS seen", source_address = "10.0.0.5", destination_address = "203.0.113.7", action = "allowed"}]
expect = "quiet"

# A flow is no alert.
[[example]]
firewall_event = [{firewall_name = "edge", event_type = "netflow", source_address = "10.0.0.5", destination_address = "203.0.113.7"}]
expect = "quiet"
*/
select
  min(e.event_time) as at,
  e.firewall_name || ' ' || e.signature_id || ' ' || e.source_address || ' '
    || e.destination_address || ' ' || strftime(date_trunc('hour', e.event_time), '%Y-%m-%dT%H') as act,
  coalesce(e.account_id, '') as account_id,
  coalesce(e.aws_region, '') as region,
  '' as actor,
  e.firewall_name as resource,
  min(e.signature) || ': ' || e.source_address || ' to ' || e.destination_address || ', '
    || min(e.action) as reason,
  case
    when coalesce(s.is_private, false) then e.destination_address
    else e.source_address
  end as address,
  [e.source_address, e.destination_address] as entities,
  count(*) as count,
  e.signature_id,
  min(e.category) as category
from logs.firewall_event e
left join facts.address s
  on s.address = e.source_address
left join facts.address d
  on d.address = e.destination_address
where e.event_type = 'alert'
  and e.alert_severity = 1
  and not coalesce(s.is_trusted, false)
  and not coalesce(d.is_trusted, false)
group by
  e.firewall_name, e.signature_id, e.source_address, e.destination_address,
  date_trunc('hour', e.event_time), e.account_id, e.aws_region, s.is_private
