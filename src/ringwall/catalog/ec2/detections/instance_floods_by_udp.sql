/*
family = "traffic_is_seen"
title = "Instance floods a host by UDP"
severity = "high"
why = "A machine that floods others is part of an attack on them: it was taken over, and AWS may stop it."
fix = "Isolate the instance (its security groups replaced by one that allows nothing), take a snapshot of its volumes, and look for what runs on it; revoke the sessions of its role."
attacks = ["T1498.001", "T1496"]
false_positives = "A server of games, of voice or of video, a VPN on a port of its own: put its peers on a trusted list."
finding_types = ["Backdoor:EC2/DenialOfService.Udp"]
window = "1h"
confidence = 75
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"
scope = "not a.is_private and f.destination_port is not null and f.protocol = 17 and f.destination_port not in (20, 21, 22, 23, 25, 53, 80, 110, 143, 443, 465, 500, 587, 993, 995, 1194, 3306, 3389, 3478, 4500, 5432, 51820) and f.source_port not in (53, 123, 443, 500, 1194, 3478, 4500, 51820)"
threshold = "sum(f.packets) >= 3000000"
what = "'sent ' || sum(f.packets) || ' packets to ' || min(f.peer) || ' in an hour'"

[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 27015, protocol = 17, packets = 4000000, bytes = 3600000000, action = "ACCEPT"}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "hit"

# A VPN.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 51820, destination_port = 51820, protocol = 17, packets = 4000000, bytes = 3600000000, action = "ACCEPT"}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "quiet"

# Few packets.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 27015, protocol = 17, packets = 90000, bytes = 81000000, action = "ACCEPT"}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "quiet"
*/
