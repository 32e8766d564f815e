/*
family = "traffic_is_seen"
title = "Instance is a relay of Tor"
severity = "high"
why = "A relay carries the traffic of strangers in your name, attacks among it."
fix = "Isolate the instance (its security groups replaced by one that allows nothing), take a snapshot of its volumes, and look for what runs on it; revoke the sessions of its role."
attacks = ["T1090.003"]
false_positives = "A relay that your organization runs on purpose."
finding_types = ["UnauthorizedAccess:EC2/TorRelay", "UnauthorizedAccess:Lambda/TorRelay"]
window = "1d"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"
peer = "f.source_address"
scope = "f.action = 'ACCEPT' and (list_contains(a.kinds, 'tor') or list_contains(a.kinds, 'tor_exit')) and f.destination_port < 32768 and f.destination_port not in (22, 80) and f.source_port >= 1024 and coalesce(f.tcp_flags, 2) in (2, 3, 6, 7)"
group = "'' || f.destination_port"
time = "day"
threshold = "count(distinct f.peer) >= 5"
what = "'takes connections of ' || count(distinct f.peer) || ' relays of Tor on port ' || min(f.destination_port)"

[[example]]
vpc_flow = [
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.1", destination_address = "10.0.0.5", source_port = 50000, destination_port = 9001, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.2", destination_address = "10.0.0.5", source_port = 50000, destination_port = 9001, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.3", destination_address = "10.0.0.5", source_port = 50000, destination_port = 9001, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.4", destination_address = "10.0.0.5", source_port = 50000, destination_port = 9001, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.5", destination_address = "10.0.0.5", source_port = 50000, destination_port = 9001, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
]
address = [
  {address = "203.0.113.1", is_private = false, lists = ["acme"], kinds = ["tor"]},
  {address = "203.0.113.2", is_private = false, lists = ["acme"], kinds = ["tor"]},
  {address = "203.0.113.3", is_private = false, lists = ["acme"], kinds = ["tor"]},
  {address = "203.0.113.4", is_private = false, lists = ["acme"], kinds = ["tor"]},
  {address = "203.0.113.5", is_private = false, lists = ["acme"], kinds = ["tor"]},
]
expect = "hit"

# One exit of Tor visits a web server again and again.
[[example]]
vpc_flow = [
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.1", destination_address = "10.0.0.5", source_port = 50000, destination_port = 443, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.1", destination_address = "10.0.0.5", source_port = 50001, destination_port = 443, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.1", destination_address = "10.0.0.5", source_port = 50002, destination_port = 443, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.1", destination_address = "10.0.0.5", source_port = 50003, destination_port = 443, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.1", destination_address = "10.0.0.5", source_port = 50004, destination_port = 443, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.1", destination_address = "10.0.0.5", source_port = 50005, destination_port = 443, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
]
address = [{address = "203.0.113.1", is_private = false, lists = ["acme"], kinds = ["tor_exit"]}]
expect = "quiet"
*/
