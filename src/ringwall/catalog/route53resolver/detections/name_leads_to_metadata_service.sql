/*
family = "name_is_asked"
title = "Name of a stranger leads to the metadata service"
severity = "high"
why = "A page of an attacker whose name resolves to 169.254.169.254 makes a program fetch the credentials of its own instance (DNS rebinding)."
fix = "Require IMDSv2 (aws ec2 modify-instance-metadata-options --http-tokens required), and find out which program asked for the name."
attacks = ["T1552.005"]
false_positives = "A tester who tries rebinding on purpose; a name of your own that leads there."
window = "1h"
finding_types = ["UnauthorizedAccess:EC2/MetadataDNSRebind"]
confidence = 85
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"
scope = "(list_contains(q.answers, '169.254.169.254') or list_contains(q.answers, 'fd00:ec2::254') or list_contains(q.answers, '169.254.170.2')) and not q.query_name like '%.internal' and q.query_name like '%.%'"
what = "'asked for ' || min(q.query_name) || ', which leads to the metadata service'"

[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "x.evil.example.com", query_type = "A", response_code = "NOERROR", answers = ["169.254.169.254"]}]
domain = [{name = "x.evil.example.com", registered_domain = "example.com", lists = [], kinds = []}]
expect = "hit"

# The metadata service's own name.
[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "instance-data.eu-west-1.compute.internal", query_type = "A", response_code = "NOERROR", answers = ["169.254.169.254"]}]
domain = [{name = "instance-data.eu-west-1.compute.internal", registered_domain = "compute.internal", lists = [], kinds = []}]
expect = "quiet"

[[example]]
dns_query = [{event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "x.evil.example.com", query_type = "A", response_code = "NOERROR", answers = ["169.254.169.253"]}]
domain = [{name = "x.evil.example.com", registered_domain = "example.com", lists = [], kinds = []}]
expect = "quiet"
*/
