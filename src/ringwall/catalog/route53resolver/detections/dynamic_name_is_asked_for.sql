/*
family = "name_is_asked"
title = "Name of dynamic DNS was asked for"
severity = "low"
why = "Below the domains of providers of dynamic DNS anyone gets a name at once and for nothing, and moves it as often as they like. Servers have little reason to call one; malware does."
fix = "Find out which program asks for the name."
attacks = ["T1568"]
false_positives = "A device at somebody's home that a program has to reach."
window = "1h"
confidence = 30
context = true
scope = "(list_contains(d.kinds, 'dynamic_dns'))"
what = "'asked for ' || min(q.query_name) || ', a name of dynamic DNS'"

[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "cam.duckdns.org", query_type = "A", response_code = "NOERROR"}]
domain = [{name = "cam.duckdns.org", registered_domain = "cam.duckdns.org", lists = [], kinds = ["dynamic_dns"]}]
expect = "hit"

[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "www.example.com", query_type = "A", response_code = "NOERROR"}]
domain = [{name = "www.example.com", registered_domain = "example.com", lists = [], kinds = []}]
expect = "quiet"

# The organization trusts the name.
[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "cam.duckdns.org", query_type = "A", response_code = "NOERROR"}]
domain = [{name = "cam.duckdns.org", registered_domain = "cam.duckdns.org", lists = [], kinds = ["dynamic_dns", "trusted"], is_trusted = true}]
expect = "quiet"
*/
