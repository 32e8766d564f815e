/*
family = "traffic_is_seen"
title = "Instance asks a DNS resolver on the internet"
severity = "medium"
why = "Who asks other resolvers is seen by no query log and stopped by no DNS Firewall: malware does, to hide the names that it asks for."
fix = "Let DNS reach only the Route 53 Resolver: in the security group, the network ACL or Network Firewall. Find out what on the instance asks elsewhere."
attacks = ["T1071.004", "T1572"]
false_positives = "A resolver of yours that asks the servers of zones itself; Resolver endpoints that forward to a partner."
finding_types = ["DefenseEvasion:EC2/UnusualDNSResolver"]
window = "1d"
confidence = 50
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"
scope = "f.action = 'ACCEPT' and not a.is_private and f.destination_port = 53 and ((f.protocol = 6 and f.tcp_flags in (2, 3, 6, 7)) or (f.source_port >= 1024 and coalesce(f.tcp_flags, 0) not in (18, 19, 22, 23)))"
time = "day"
threshold = "sum(f.packets) >= 4"
what = "'asks the resolver ' || min(f.peer) || ' on port ' || min(f.destination_port)"

[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 53, protocol = 17, packets = 10, bytes = 1200, action = "ACCEPT"}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "hit"

# A resolver of the organization.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 53, protocol = 17, packets = 10, bytes = 1200, action = "ACCEPT"}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = [], is_own = true}]
expect = "quiet"

# Inside the VPC.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "10.0.0.2", source_port = 40000, destination_port = 53, protocol = 17, packets = 10, bytes = 1200, action = "ACCEPT"}]
address = [{address = "10.0.0.2", is_private = true, lists = [], kinds = []}]
expect = "quiet"
*/
