/*
title = "Firewall should be protected from a change of its subnets"
family = "setting_has_value"
table = "networkfirewall_firewall"
column = "subnet_change_protection"
setting = "SubnetChangeProtection"
layer = "infrastructure"
severity = "medium"
why = "Whoever takes a firewall out of a subnet cuts off that zone, or opens the way past it there."
fix = "aws network-firewall update-subnet-change-protection --firewall-arn FIREWALL_ARN --subnet-change-protection"
url = "https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_UpdateSubnetChangeProtection.html"
*/
