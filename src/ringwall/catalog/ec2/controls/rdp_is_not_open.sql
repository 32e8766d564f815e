/*
title = "Security group should not open RDP to the internet"
family = "ports_are_not_open"
ports = [3389]
protocols = ["tcp", "udp", "-1"]
what = "port 3389"
severity = "critical"
why = "Remote Desktop that anyone can reach is what ransomware groups try first, with guessed passwords and with vulnerabilities that need no password."
fix = "Revoke the rule: aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID. Connect through Fleet Manager or Session Manager instead."
url = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"

# RDP uses UDP as well.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "udp", from_port = 3389, to_port = 3389, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "fail"

# The port lies within a range.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 3387, to_port = 3392, prefix_list_id = "", is_world = true, peer = "::/0"}]
expect = "fail"

# HTTPS is meant to be open.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 443, to_port = 443, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "pass"
*/
