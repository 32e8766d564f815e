/*
family = "traffic_is_seen"
title = "Instance floods a host by an unusual protocol"
severity = "high"
why = "A machine that floods others is part of an attack on them: it was taken over, and AWS may stop it."
fix = "Isolate the instance (its security groups replaced by one that allows nothing), take a snapshot of its volumes, and look for what runs on it; revoke the sessions of its role."
attacks = ["T1498.001", "T1496"]
false_positives = "A network product with a protocol of its own."
finding_types = ["Backdoor:EC2/DenialOfService.UnusualProtocol"]
window = "1h"
confidence = 75
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"
scope = "not a.is_private and f.destination_port is not null and f.protocol not in (1, 2, 4, 6, 17, 41, 47, 50, 51, 58, 89, 112, 115, 132)"
threshold = "sum(f.packets) >= 300000"
what = "'sent ' || sum(f.packets) || ' packets to ' || min(f.peer) || ' in an hour'"

[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 0, destination_port = 0, protocol = 99, packets = 4000000, bytes = 2000000000, action = "ACCEPT"}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "hit"

# A tunnel of IPsec.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 0, destination_port = 0, protocol = 50, packets = 4000000, bytes = 2000000000, action = "ACCEPT"}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "quiet"

# Few packets.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 0, destination_port = 0, protocol = 99, packets = 2000, bytes = 1000000, action = "ACCEPT"}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "quiet"
*/
