/*
title = "Network Firewall saw traffic to a listed host"
severity = "high"
why = "The host name of HTTP or TLS is on a threat list, whatever address it has today."
fix = "Isolate the source, find the program that calls, and deny the host in a domain list of Network Firewall."
attacks = ["T1071.001"]
false_positives = "A mail filter, a security product or a person that visits such hosts on purpose; a list that is too old."
window = "1h"
confidence = 75

[[example]]
firewall_event = [{firewall_name = "edge", event_type = "tls", source_address = "10.0.0.5", destination_address = "203.0.113.7", destination_port = 443, host = "evil.example.com"}]
domain = [{name = "evil.example.com", registered_domain = "example.com", lists = ["acme"], kinds = ["c2"]}]
expect = "hit"

[[example]]
firewall_event = [{firewall_name = "edge", event_type = "tls", source_address = "10.0.0.5", destination_address = "203.0.113.7", destination_port = 443, host = "www.example.com"}]
domain = [{name = "www.example.com", registered_domain = "example.com", lists = [], kinds = []}]
expect = "quiet"

# The firewall blocked it.
[[example]]
firewall_event = [{firewall_name = "edge", event_type = "alert", action = "blocked", source_address = "10.0.0.5", destination_address = "203.0.113.7", destination_port = 443, host = "evil.example.com"}]
domain = [{name = "evil.example.com", registered_domain = "example.com", lists = ["acme"], kinds = ["c2"]}]
expect = "quiet"
*/
select
  min(e.event_time) as at,
  e.firewall_name || ' ' || e.source_address || ' ' || e.host || ' '
    || strftime(date_trunc('hour', e.event_time), '%Y-%m-%dT%H') as act,
  coalesce(e.account_id, '') as account_id,
  coalesce(e.aws_region, '') as region,
  '' as actor,
  e.firewall_name as resource,
  e.source_address || ' called ' || e.host || ' (' || coalesce(array_to_string(any_value(d.lists), ', '), '')
    || ') through the firewall' as reason,
  e.host as address,
  [e.source_address, min(e.destination_address)] as entities,
  count(*) as count
from logs.firewall_event e
join facts.domain d
  on d.name = e.host
where e.host <> ''
  and e.action <> 'blocked'
  and array_length(d.lists) > 0
  and not coalesce(d.is_trusted, false)
group by
  e.firewall_name, e.source_address, e.host, date_trunc('hour', e.event_time), e.account_id,
  e.aws_region
