/*
title = "Security group should not open CIFS to the internet"
family = "ports_are_not_open"
ports = [445]
what = "port 445"
severity = "critical"
why = "Worms have spread through port 445 within hours, and file shares behind it are read or encrypted with one stolen password."
fix = "Revoke the rule: aws ec2 revoke-security-group-ingress --group-id GROUP_ID --security-group-rule-ids RULE_ID. Reach file shares through a VPN or Direct Connect instead."
url = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
*/
