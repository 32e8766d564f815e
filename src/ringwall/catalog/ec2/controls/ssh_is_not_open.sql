/*
title = "Security group should not open SSH to the internet"
family = "ports_are_not_open"
ports = [22]
what = "port 22"
severity = "critical"
why = "A port 22 that anyone can reach is scanned within minutes. One weak password, leaked key or vulnerability then gives away the instance."
fix = "Revoke the rule: aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID. Connect through Session Manager or EC2 Instance Connect Endpoint instead."
url = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"

# SSH does not use UDP.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "udp", from_port = 22, to_port = 22, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "pass"

# The port lies within a range.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 20, to_port = 25, prefix_list_id = "", is_world = true, peer = "::/0"}]
expect = "fail"

# HTTPS is meant to be open.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 443, to_port = 443, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "pass"
*/
