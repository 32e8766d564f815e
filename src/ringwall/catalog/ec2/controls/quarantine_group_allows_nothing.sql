/*
title = "Quarantine security group should not allow any traffic"
family = "group_allows_nothing"
scope = "regexp_matches(lower(r.group_name), 'quarantine|isolat')"
name = "incident-Isolation"
layer = "response"
severity = "medium"
why = "An instance is moved to this group to isolate it. With one rule, such as the outbound one that AWS adds to each new group, an attacker keeps the way in or out."
fix = "Revoke every rule of the group, inbound and outbound: aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID and aws ec2 revoke-security-group-egress --group-id GROUP_ID --security-group-rule-ids RULE_ID"
url = "https://docs.aws.amazon.com/whitepapers/latest/aws-security-incident-response-guide/aws-security-incident-response-guide.html"
*/
