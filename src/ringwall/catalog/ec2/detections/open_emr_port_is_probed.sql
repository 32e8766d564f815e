/*
family = "traffic_is_seen"
title = "Open port of EMR was probed by a known scanner"
severity = "high"
why = "Through the web interfaces of Hadoop and Spark anyone can run programs on the cluster."
fix = "Close the port in the security group to all but those who need it, then read the logs of what listens on it."
attacks = ["T1595.001"]
false_positives = "A scanner that your organization pays: put it on a trusted list."
window = "1h"
finding_types = ["Recon:EC2/PortProbeEMRUnprotectedPort"]
confidence = 60
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"
peer = "f.source_address"
scope = "f.action = 'ACCEPT' and not a.is_private and (list_contains(a.kinds, 'scanner') or list_contains(a.kinds, 'c2') or list_contains(a.kinds, 'malware')) and f.destination_port in (4040, 8020, 8032, 8042, 8088, 8188, 8888, 9870, 10000, 18080, 19888, 50070, 50075) and coalesce(f.tcp_flags, 2) in (2, 3, 6, 7)"
group = "'' || f.destination_port"
what = "'was probed on port ' || min(f.destination_port) || ' by ' || min(f.peer) || ' and the probe was let through'"

[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.7", destination_address = "10.0.0.5", source_port = 50000, destination_port = 8088, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2}]
address = [{address = "203.0.113.7", is_private = false, lists = ["acme"], kinds = ["scanner"]}]
expect = "hit"

# A security group refused it.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.7", destination_address = "10.0.0.5", source_port = 50000, destination_port = 8088, protocol = 6, packets = 10, bytes = 1200, action = "REJECT", tcp_flags = 2}]
address = [{address = "203.0.113.7", is_private = false, lists = ["acme"], kinds = ["scanner"]}]
expect = "quiet"

[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.7", destination_address = "10.0.0.5", source_port = 50000, destination_port = 443, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2}]
address = [{address = "203.0.113.7", is_private = false, lists = ["acme"], kinds = ["scanner"]}]
expect = "quiet"

# Nobody knows the caller.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.7", destination_address = "10.0.0.5", source_port = 50000, destination_port = 8088, protocol = 6, packets = 10, bytes = 1200, action = "ACCEPT", tcp_flags = 2}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "quiet"
*/
