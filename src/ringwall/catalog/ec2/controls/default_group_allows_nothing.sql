/*
title = "Default security group should not allow any traffic"
family = "group_allows_nothing"
scope = "r.group_name = 'default'"
name = "default"
severity = "medium"
why = "An instance that is launched without a security group gets the default one. Unless that has no rules, such instances can reach each other, and the internet."
fix = "Revoke every rule of the group, inbound and outbound: aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID and aws ec2 revoke-security-group-egress --group-id GROUP_ID --security-group-rule-ids RULE_ID"
url = "https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html"
*/
