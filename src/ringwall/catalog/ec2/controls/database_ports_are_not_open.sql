/*
title = "Security group should not open database ports to the internet"
family = "ports_are_not_open"
ports = [
  1433, # SQL Server
  1521, # Oracle
  3306, # MySQL
  5432, # PostgreSQL
  5439, # Redshift
  5984, # CouchDB
  6379, # Redis
  9042, # Cassandra
  9200, # OpenSearch
  9300, # OpenSearch, between nodes
  11211, # Memcached
  27017, # MongoDB
  27018, # MongoDB, shards
  27019, # MongoDB, configuration
]
what = "a database port"
severity = "critical"
why = "A database that anyone can reach is one weak password or one vulnerability away from being copied, deleted and held to ransom. The ports are those of SQL Server, Oracle, MySQL, PostgreSQL, Redshift, CouchDB, Redis, Cassandra, OpenSearch, Memcached and MongoDB."
fix = "Revoke the rule: aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID. Allow the security group of the application instead: --source-group."
url = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"

# Databases do not use UDP.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "udp", from_port = 5432, to_port = 5432, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "pass"

# The port lies within a range.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 5430, to_port = 5435, prefix_list_id = "", is_world = true, peer = "::/0"}]
expect = "fail"

# MongoDB has three ports.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 27018, to_port = 27018, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "fail"

# All ports.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 0, to_port = 65535, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "fail"

# Between PostgreSQL and Redshift.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 5433, to_port = 5438, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "pass"
*/
