/*
family = "traffic_is_seen"
title = "Instance sends mail to many servers"
severity = "medium"
why = "Machines that were taken over send spam. AWS blocks port 25 unless somebody asked for it."
fix = "Isolate the instance (its security groups replaced by one that allows nothing), take a snapshot of its volumes, and look for what runs on it; revoke the sessions of its role."
attacks = ["T1496", "T1566"]
false_positives = "A mail server of yours: put it on a trusted list, or accept the finding for that instance."
finding_types = ["Backdoor:EC2/Spambot"]
window = "1h"
confidence = 70
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"
scope = "not a.is_private and f.protocol = 6 and f.destination_port = 25 and ((f.protocol = 6 and f.tcp_flags in (2, 3, 6, 7)) or (f.source_port >= 32768 and coalesce(f.tcp_flags, 0) not in (18, 19, 22, 23)))"
group = "'mail'"
threshold = "count(distinct f.peer) >= 20"
what = "'called ' || count(distinct f.peer) || ' mail servers in an hour'"

[[example]]
vpc_flow = [
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.1", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.2", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.3", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.4", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.5", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.6", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.8", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.9", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.10", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.11", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.12", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.13", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.14", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.15", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.16", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.17", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.18", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.19", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.20", source_port = 40000, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
]
address = [
  {address = "203.0.113.1", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.2", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.3", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.4", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.5", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.6", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.7", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.8", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.9", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.10", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.11", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.12", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.13", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.14", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.15", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.16", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.17", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.18", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.19", is_private = false, lists = [], kinds = []},
  {address = "203.0.113.20", is_private = false, lists = [], kinds = []},
]
expect = "hit"

# One relay.
[[example]]
vpc_flow = [
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40001, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40002, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40003, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40004, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40005, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40006, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40007, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40008, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40009, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40010, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40011, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40012, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40013, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40014, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40015, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40016, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40017, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40018, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40019, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40020, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40021, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40022, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40023, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40024, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40025, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40026, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40027, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40028, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40029, destination_port = 25, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2},
]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "quiet"
*/
