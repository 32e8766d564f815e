/*
title = "Security group should not open ports of high risk to the internet"
family = "ports_are_not_open"
ports = [
  20, # FTP, data
  21, # FTP
  23, # Telnet
  25, # SMTP
  110, # POP3
  135, # RPC
  143, # IMAP
  1434, # SQL Server Browser
  3000, # development servers
  4333, # mSQL
  5000, # development servers
  5500, # VNC viewers
  5601, # OpenSearch Dashboards
  8080, # proxies, application servers
  8088, # the same
  8888, # the same, notebooks
]
what = "a port of high risk"
severity = "critical"
why = "Behind these ports are protocols that send passwords in the clear, and consoles that were never meant for strangers. Scanners try all of them. Ports of SSH, RDP, CIFS and databases have controls of their own."
fix = "Revoke the rule: aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID. Put a load balancer with HTTPS in front of what the public needs."
url = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"

# HTTPS is meant to be open.
[[example]]
ec2_security_group = [{arn = "g"}]
security_group_rule = [{arn = "g", direction = "ingress", ip_protocol = "tcp", from_port = 443, to_port = 443, prefix_list_id = "", is_world = true, peer = "0.0.0.0/0"}]
expect = "pass"
*/
