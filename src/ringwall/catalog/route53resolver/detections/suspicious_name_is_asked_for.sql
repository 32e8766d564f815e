/*
family = "name_is_asked"
title = "Name of bad reputation was asked for"
severity = "low"
why = "A new or abused name is often the first sign."
fix = "Isolate the instance (its security groups replaced by one that allows nothing), take a snapshot of its volumes, and look for what asks for the name; block the name with a DNS Firewall rule."
attacks = ["T1583.001"]
false_positives = "A mail filter, a security product or a person that looks at such names on purpose; a list that is too old."
window = "1h"
finding_types = ["Impact:EC2/SuspiciousDomainRequest.Reputation", "Impact:EC2/AbusedDomainRequest.Reputation"]
confidence = 40
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"
scope = "(list_contains(d.kinds, 'suspicious'))"
what = "'asked for the name of bad reputation ' || min(q.query_name) || ' (' || coalesce(array_to_string(any_value(q.lists), ', '), '') || ')'"

[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "x.evil.example.com", query_type = "A", response_code = "NOERROR"}]
domain = [{name = "x.evil.example.com", registered_domain = "example.com", lists = ["acme"], kinds = ["suspicious"]}]
expect = "hit"

# A name that is on no list.
[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "x.evil.example.com", query_type = "A", response_code = "NOERROR"}]
domain = [{name = "x.evil.example.com", registered_domain = "example.com", lists = [], kinds = []}]
expect = "quiet"

# The organization trusts the name.
[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "x.evil.example.com", query_type = "A", response_code = "NOERROR"}]
domain = [{name = "x.evil.example.com", registered_domain = "example.com", lists = ["acme"], kinds = ["suspicious", "trusted"], is_trusted = true}]
expect = "quiet"

# A list of another kind.
[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "x.evil.example.com", query_type = "A", response_code = "NOERROR"}]
domain = [{name = "x.evil.example.com", registered_domain = "example.com", lists = ["acme"], kinds = ["resolver"]}]
expect = "quiet"
*/
