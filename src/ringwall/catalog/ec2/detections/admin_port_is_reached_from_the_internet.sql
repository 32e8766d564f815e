/*
family = "traffic_is_seen"
title = "Port of remote administration was reached from the internet"
severity = "low"
why = "Session Manager needs no open port. A port of SSH, RDP, WinRM or Telnet that lets the internet in is tried every minute; beside other findings of the instance it says how they may have begun."
fix = "Take the port out of the security group, and use Session Manager. `ec2.ssh_is_not_open` and `ec2.rdp_is_not_open` find such groups."
attacks = ["T1133", "T1021.004", "T1021.001"]
false_positives = "Every host with such a port open, every day."
window = "1d"
confidence = 20
context = true
peer = "f.source_address"
time = "day"
group = "cast(f.destination_port as text)"
scope = '''
f.protocol = 6
and f.destination_port in (22, 23, 3389, 5985, 5986)
and f.action <> 'REJECT'
and coalesce(f.flow_direction, '') <> 'egress'
and f.destination_address <> ''
and not a.is_private
'''
what = "'let ' || count(distinct f.peer) || case when count(distinct f.peer) = 1 then ' address' else ' addresses' end || ' of the internet reach port ' || min(f.destination_port)"

[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.7", destination_address = "10.0.0.5", source_port = 40028, destination_port = 22, protocol = 6, packets = 18, bytes = 3100, action = "ACCEPT"}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "hit"

# It was rejected.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.7", destination_address = "10.0.0.5", source_port = 40028, destination_port = 22, protocol = 6, packets = 18, bytes = 3100, action = "REJECT"}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "quiet"

# From the inside.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.9.9", destination_address = "10.0.0.5", source_port = 40028, destination_port = 22, protocol = 6, packets = 18, bytes = 3100, action = "ACCEPT"}]
address = [{address = "10.0.9.9", is_private = true, lists = [], kinds = []}]
expect = "quiet"

# The web.
[[example]]
vpc_flow = [{event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "203.0.113.7", destination_address = "10.0.0.5", source_port = 40028, destination_port = 443, protocol = 6, packets = 18, bytes = 3100, action = "ACCEPT"}]
address = [{address = "203.0.113.7", is_private = false, lists = [], kinds = []}]
expect = "quiet"
*/
