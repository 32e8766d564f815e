/*
family = "behavior_is_unusual"
title = "Principal gave data away as it never did"
severity = "high"
why = "Snapshots and images that are shared, and copies to elsewhere, carry data out."
fix = "Ask whose principal it is. Where nobody did it on purpose: deactivate the access key or revoke the sessions (aws iam put-role-policy with AWSRevokeOlderSessions), and look at what else the principal did in that hour."
attacks = ["T1537"]
false_positives = "Whoever starts a new task does what is new. Look at the factors: a new program from the usual network is rarely an attack, a new network with calls that hand out access often is."
finding_types = ["Exfiltration:IAMUser/AnomalousBehavior"]
window = "1h"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html"
tactic = "Exfiltration"
*/
