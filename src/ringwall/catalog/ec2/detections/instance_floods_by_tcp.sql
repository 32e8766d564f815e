/*
family = "traffic_is_seen"
title = "Instance floods a host by TCP"
severity = "high"
why = "A machine that floods others is part of an attack on them: it was taken over, and AWS may stop it."
fix = "Isolate the instance (its security groups replaced by one that allows nothing), take a snapshot of its volumes, and look for what runs on it; revoke the sessions of its role."
attacks = ["T1498.001", "T1496"]
false_positives = "A test of load against a host of your own that the estate does not know."
finding_types = ["Backdoor:EC2/DenialOfService.Tcp"]
window = "1h"
confidence = 75
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"
scope = "not a.is_private and f.destination_port is not null and f.protocol = 6 and ((f.protocol = 6 and f.tcp_flags in (2, 3, 6, 7)) or (f.source_port >= 32768 and coalesce(f.tcp_flags, 0) not in (18, 19, 22, 23)))"
threshold = "sum(f.packets) >= 1000000 and sum(f.bytes) < 100 * sum(f.packets)"
what = "'sent ' || sum(f.packets) || ' packets to ' || min(f.peer) || ' in an hour'"

[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, packets = 4000000, bytes = 208000000, action = "ACCEPT", tcp_flags = 2}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "hit"

# A large upload: its packets are full.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, packets = 4000000, bytes = 5600000000, action = "ACCEPT", tcp_flags = 2}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "quiet"

# Few packets.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, packets = 90000, bytes = 4680000, action = "ACCEPT", tcp_flags = 2}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "quiet"
*/
