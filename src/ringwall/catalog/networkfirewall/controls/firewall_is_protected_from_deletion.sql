/*
title = "Firewall should be protected from deletion"
family = "setting_has_value"
table = "networkfirewall_firewall"
column = "delete_protection"
setting = "DeleteProtection"
layer = "infrastructure"
severity = "medium"
why = "Whoever deletes a firewall cuts off all traffic that is routed through it, or opens the way past it."
fix = "aws network-firewall update-firewall-delete-protection --firewall-arn FIREWALL_ARN --delete-protection"
url = "https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_UpdateFirewallDeleteProtection.html"
*/
