/*
family = "traffic_is_seen"
title = "Instance keeps a connection to a port of mining pools"
severity = "medium"
why = "Miners keep one thin connection to a pool open for days; pools have ports that little else uses."
fix = "Isolate the instance (its security groups replaced by one that allows nothing), take a snapshot of its volumes, and look for what runs on it; revoke the sessions of its role."
attacks = ["T1496.001"]
false_positives = "A program of yours on one of these ports, on an address that the estate does not know."
window = "1d"
confidence = 55
scope = "f.action = 'ACCEPT' and not a.is_private and f.protocol = 6 and f.destination_port in (3333, 3334, 3335, 3336, 4444, 5555, 7777, 8333, 14433, 14444, 20535, 45560, 45700) and f.source_port >= 1024 and coalesce(f.tcp_flags, 0) not in (18, 19, 22, 23)"
time = "day"
threshold = "count(distinct date_trunc('hour', f.event_time)) >= 3 and sum(f.bytes) < 400 * sum(f.packets) and sum(f.packets) >= 30"
what = "'has kept a thin connection to ' || min(f.peer) || ' port ' || min(f.destination_port) || ' for hours'"

[[example]]
vpc_flow = [
  {event_time = "2026-01-31T10:05:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 3333, protocol = 6, packets = 15, bytes = 3000, action = "ACCEPT", tcp_flags = 0},
  {event_time = "2026-01-31T11:05:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 3333, protocol = 6, packets = 15, bytes = 3000, action = "ACCEPT", tcp_flags = 0},
  {event_time = "2026-01-31T12:05:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 3333, protocol = 6, packets = 15, bytes = 3000, action = "ACCEPT", tcp_flags = 0},
]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "hit"

# One call.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 3333, protocol = 6, packets = 90, bytes = 9000, action = "ACCEPT", tcp_flags = 2}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "quiet"

# A download over one of these ports.
[[example]]
vpc_flow = [
  {event_time = "2026-01-31T10:05:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 5555, protocol = 6, packets = 5000, bytes = 7000000, action = "ACCEPT", tcp_flags = 0},
  {event_time = "2026-01-31T11:05:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 5555, protocol = 6, packets = 5000, bytes = 7000000, action = "ACCEPT", tcp_flags = 0},
  {event_time = "2026-01-31T12:05:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 5555, protocol = 6, packets = 5000, bytes = 7000000, action = "ACCEPT", tcp_flags = 0},
]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "quiet"
*/
