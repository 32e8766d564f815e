/*
family = "name_is_asked"
title = "Names that a program drew at random were asked for"
severity = "high"
why = "Malware that lost its server asks for names that it computes, until one answers: most do not exist, and none looks like words."
fix = "Isolate the instance (its security groups replaced by one that allows nothing), take a snapshot of its volumes, and look for what asks for the name; block the name with a DNS Firewall rule."
attacks = ["T1568.002"]
false_positives = "A browser that tests whether its resolver lies asks for three such names; a product that looks up hashes as names."
finding_types = ["Trojan:EC2/DGADomainRequest.B"]
window = "1h"
confidence = 75
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"
scope = "d.surprise >= 5.5 and q.response_code = 'NXDOMAIN'"
group = "'generated'"
threshold = "count(distinct q.registered_domain) >= 10"
what = "'asked for ' || count(distinct q.registered_domain) || ' names in an hour that look drawn at random and do not exist, ' || min(q.query_name) || ' among them'"

[[example]]
dns_query = [
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qbxkvzjwbpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qcxkvzjwcpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qdxkvzjwdpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qfxkvzjwfpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qgxkvzjwgpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qhxkvzjwhpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qjxkvzjwjpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qkxkvzjwkpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qlxkvzjwlpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qmxkvzjwmpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qnxkvzjwnpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qpxkvzjwppq.com", query_type = "A", response_code = "NXDOMAIN"},
]
domain = [
  {name = "qbxkvzjwbpq.com", registered_domain = "qbxkvzjwbpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qcxkvzjwcpq.com", registered_domain = "qcxkvzjwcpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qdxkvzjwdpq.com", registered_domain = "qdxkvzjwdpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qfxkvzjwfpq.com", registered_domain = "qfxkvzjwfpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qgxkvzjwgpq.com", registered_domain = "qgxkvzjwgpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qhxkvzjwhpq.com", registered_domain = "qhxkvzjwhpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qjxkvzjwjpq.com", registered_domain = "qjxkvzjwjpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qkxkvzjwkpq.com", registered_domain = "qkxkvzjwkpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qlxkvzjwlpq.com", registered_domain = "qlxkvzjwlpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qmxkvzjwmpq.com", registered_domain = "qmxkvzjwmpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qnxkvzjwnpq.com", registered_domain = "qnxkvzjwnpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qpxkvzjwppq.com", registered_domain = "qpxkvzjwppq.com", lists = [], kinds = [], surprise = 6.5},
]
expect = "hit"

# A browser tests its resolver.
[[example]]
dns_query = [
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qbxkvzjwbpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qcxkvzjwcpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qdxkvzjwdpq.com", query_type = "A", response_code = "NXDOMAIN"},
]
domain = [
  {name = "qbxkvzjwbpq.com", registered_domain = "qbxkvzjwbpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qcxkvzjwcpq.com", registered_domain = "qcxkvzjwcpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qdxkvzjwdpq.com", registered_domain = "qdxkvzjwdpq.com", lists = [], kinds = [], surprise = 6.5},
]
expect = "quiet"

# Names that people made, misspelled by a program.
[[example]]
dns_query = [
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qbxkvzjwbpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qcxkvzjwcpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qdxkvzjwdpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qfxkvzjwfpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qgxkvzjwgpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qhxkvzjwhpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qjxkvzjwjpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qkxkvzjwkpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qlxkvzjwlpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qmxkvzjwmpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qnxkvzjwnpq.com", query_type = "A", response_code = "NXDOMAIN"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qpxkvzjwppq.com", query_type = "A", response_code = "NXDOMAIN"},
]
domain = [
  {name = "qbxkvzjwbpq.com", registered_domain = "qbxkvzjwbpq.com", lists = [], kinds = [], surprise = 4.1},
  {name = "qcxkvzjwcpq.com", registered_domain = "qcxkvzjwcpq.com", lists = [], kinds = [], surprise = 4.1},
  {name = "qdxkvzjwdpq.com", registered_domain = "qdxkvzjwdpq.com", lists = [], kinds = [], surprise = 4.1},
  {name = "qfxkvzjwfpq.com", registered_domain = "qfxkvzjwfpq.com", lists = [], kinds = [], surprise = 4.1},
  {name = "qgxkvzjwgpq.com", registered_domain = "qgxkvzjwgpq.com", lists = [], kinds = [], surprise = 4.1},
  {name = "qhxkvzjwhpq.com", registered_domain = "qhxkvzjwhpq.com", lists = [], kinds = [], surprise = 4.1},
  {name = "qjxkvzjwjpq.com", registered_domain = "qjxkvzjwjpq.com", lists = [], kinds = [], surprise = 4.1},
  {name = "qkxkvzjwkpq.com", registered_domain = "qkxkvzjwkpq.com", lists = [], kinds = [], surprise = 4.1},
  {name = "qlxkvzjwlpq.com", registered_domain = "qlxkvzjwlpq.com", lists = [], kinds = [], surprise = 4.1},
  {name = "qmxkvzjwmpq.com", registered_domain = "qmxkvzjwmpq.com", lists = [], kinds = [], surprise = 4.1},
  {name = "qnxkvzjwnpq.com", registered_domain = "qnxkvzjwnpq.com", lists = [], kinds = [], surprise = 4.1},
  {name = "qpxkvzjwppq.com", registered_domain = "qpxkvzjwppq.com", lists = [], kinds = [], surprise = 4.1},
]
expect = "quiet"

# Odd names that exist: those of a content network.
[[example]]
dns_query = [
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qbxkvzjwbpq.com", query_type = "A", response_code = "NOERROR"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qcxkvzjwcpq.com", query_type = "A", response_code = "NOERROR"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qdxkvzjwdpq.com", query_type = "A", response_code = "NOERROR"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qfxkvzjwfpq.com", query_type = "A", response_code = "NOERROR"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qgxkvzjwgpq.com", query_type = "A", response_code = "NOERROR"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qhxkvzjwhpq.com", query_type = "A", response_code = "NOERROR"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qjxkvzjwjpq.com", query_type = "A", response_code = "NOERROR"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qkxkvzjwkpq.com", query_type = "A", response_code = "NOERROR"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qlxkvzjwlpq.com", query_type = "A", response_code = "NOERROR"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qmxkvzjwmpq.com", query_type = "A", response_code = "NOERROR"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qnxkvzjwnpq.com", query_type = "A", response_code = "NOERROR"},
  {event_time = "2026-01-31T10:00:00Z", vpc_id = "vpc-1", instance_id = "i-0a", source_address = "10.0.0.5", query_name = "qpxkvzjwppq.com", query_type = "A", response_code = "NOERROR"},
]
domain = [
  {name = "qbxkvzjwbpq.com", registered_domain = "qbxkvzjwbpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qcxkvzjwcpq.com", registered_domain = "qcxkvzjwcpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qdxkvzjwdpq.com", registered_domain = "qdxkvzjwdpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qfxkvzjwfpq.com", registered_domain = "qfxkvzjwfpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qgxkvzjwgpq.com", registered_domain = "qgxkvzjwgpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qhxkvzjwhpq.com", registered_domain = "qhxkvzjwhpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qjxkvzjwjpq.com", registered_domain = "qjxkvzjwjpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qkxkvzjwkpq.com", registered_domain = "qkxkvzjwkpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qlxkvzjwlpq.com", registered_domain = "qlxkvzjwlpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qmxkvzjwmpq.com", registered_domain = "qmxkvzjwmpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qnxkvzjwnpq.com", registered_domain = "qnxkvzjwnpq.com", lists = [], kinds = [], surprise = 6.5},
  {name = "qpxkvzjwppq.com", registered_domain = "qpxkvzjwppq.com", lists = [], kinds = [], surprise = 6.5},
]
expect = "quiet"
*/
