/*
family = "name_is_asked"
title = "Name of a host with drive-by downloads was asked for"
severity = "high"
why = "Pages of such hosts install malware on who looks at them."
fix = "Isolate the instance (its security groups replaced by one that allows nothing), take a snapshot of its volumes, and look for what asks for the name; block the name with a DNS Firewall rule."
attacks = ["T1189"]
false_positives = "A mail filter, a security product or a person that looks at such names on purpose; a list that is too old."
window = "1h"
finding_types = ["Trojan:EC2/DriveBySourceTraffic!DNS"]
confidence = 70
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"
scope = "(list_contains(d.kinds, 'drive_by'))"
what = "'asked for the host of drive-by downloads ' || min(q.query_name) || ' (' || coalesce(array_to_string(any_value(q.lists), ', '), '') || ')'"

[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "x.evil.example.com", query_type = "A", response_code = "NOERROR"}]
domain = [{name = "x.evil.example.com", registered_domain = "example.com", lists = ["acme"], kinds = ["drive_by"]}]
expect = "hit"

# A name that is on no list.
[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "x.evil.example.com", query_type = "A", response_code = "NOERROR"}]
domain = [{name = "x.evil.example.com", registered_domain = "example.com", lists = [], kinds = []}]
expect = "quiet"

# The organization trusts the name.
[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "x.evil.example.com", query_type = "A", response_code = "NOERROR"}]
domain = [{name = "x.evil.example.com", registered_domain = "example.com", lists = ["acme"], kinds = ["drive_by", "trusted"], is_trusted = true}]
expect = "quiet"

# A list of another kind.
[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "x.evil.example.com", query_type = "A", response_code = "NOERROR"}]
domain = [{name = "x.evil.example.com", registered_domain = "example.com", lists = ["acme"], kinds = ["resolver"]}]
expect = "quiet"
*/
