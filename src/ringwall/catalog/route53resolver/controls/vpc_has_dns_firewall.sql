/*
title = "DNS queries of the VPC should pass DNS Firewall"
family = "vpc_is_associated"
table = "route53resolver_firewall_rule_group_association"
working = ["COMPLETE", "UPDATING"]
status = "COMPLETE"
broken = "DELETING"
present = "a rule group of DNS Firewall is associated"
absent = "no rule group of DNS Firewall is associated"
layer = "infrastructure"
severity = "low"
why = "Security groups and network ACLs do not filter queries to AWS's own resolver: malware finds its servers by them, and data leaves in them."
fix = "aws route53resolver associate-firewall-rule-group --firewall-rule-group-id ID --vpc-id VPC_ID --priority 101 --name NAME, with a rule group that has rules for the managed domain lists of AWS; or infrastructure.dns_firewall in a blueprint"
url = "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html"
*/
