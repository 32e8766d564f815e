/*
family = "traffic_is_seen"
title = "Instance uses Tor"
severity = "high"
why = "Tor hides where data goes and who commands a machine. Few servers have a reason to use it."
fix = "Isolate the instance (its security groups replaced by one that allows nothing), take a snapshot of its volumes, and look for what runs on it; revoke the sessions of its role."
attacks = ["T1090.003"]
false_positives = "A service that is offered as an onion service, or research that has asked for it."
window = "1h"
finding_types = ["UnauthorizedAccess:EC2/TorClient", "UnauthorizedAccess:Lambda/TorClient"]
confidence = 85
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"
scope = "f.action = 'ACCEPT' and not a.is_private and (list_contains(a.kinds, 'tor') or list_contains(a.kinds, 'tor_exit')) and ((f.protocol = 6 and f.tcp_flags in (2, 3, 6, 7)) or (f.source_port >= 32768 and coalesce(f.tcp_flags, 0) not in (18, 19, 22, 23)))"
what = "'talks to the Tor relay ' || min(f.peer) || ' (' || coalesce(array_to_string(any_value(f.lists), ', '), '') || '), port ' || min(f.destination_port)"

[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2}]
address = [{address = "203.0.113.7", is_private = false, lists = ["acme"], kinds = ["tor"]}]
expect = "hit"

# A scanner of that list calls the instance: it is called, and answers.
[[example]]
vpc_flow = [
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.7", destination_address = "10.0.0.5", source_port = 52000, destination_port = 443, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 443, destination_port = 52000, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 18},
]
address = [
  {address = "203.0.113.7", is_private = false, lists = ["acme"], kinds = ["tor"]},
  {address = "10.0.0.5", is_private = true, lists = [], kinds = []},
]
expect = "quiet"

# A security group refused it.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, packets = 10, bytes = 1200, action = "REJECT", tcp_flags = 2}]
address = [{address = "203.0.113.7", is_private = false, lists = ["acme"], kinds = ["tor"]}]
expect = "quiet"

# The organization trusts the address.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2}]
address = [{address = "203.0.113.7", is_private = false, lists = ["acme"], kinds = ["tor", "trusted"], is_trusted = true}]
expect = "quiet"
*/
