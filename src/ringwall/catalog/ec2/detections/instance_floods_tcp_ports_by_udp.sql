/*
family = "traffic_is_seen"
title = "Instance floods a port of TCP by UDP"
severity = "high"
why = "A machine that floods others is part of an attack on them: it was taken over, and AWS may stop it."
fix = "Isolate the instance (its security groups replaced by one that allows nothing), take a snapshot of its volumes, and look for what runs on it; revoke the sessions of its role."
attacks = ["T1498.001", "T1496"]
false_positives = "A program that uses such a port for UDP on purpose."
finding_types = ["Backdoor:EC2/DenialOfService.UdpOnTcpPorts"]
window = "1h"
confidence = 75
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"
scope = "not a.is_private and f.destination_port is not null and f.protocol = 17 and f.destination_port in (20, 21, 22, 23, 25, 80, 110, 143, 465, 587, 993, 995, 3306, 3389, 5432)"
threshold = "sum(f.packets) >= 300000"
what = "'sent ' || sum(f.packets) || ' packets to ' || min(f.peer) || ' in an hour'"

[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 80, protocol = 17, packets = 4000000, bytes = 2000000000, action = "ACCEPT"}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "hit"

# QUIC has port 443.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 17, packets = 4000000, bytes = 2000000000, action = "ACCEPT"}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "quiet"

# Few packets.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 80, protocol = 17, packets = 2000, bytes = 1000000, action = "ACCEPT"}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "quiet"
*/
