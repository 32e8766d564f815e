/*
family = "behavior_is_unusual"
title = "Principal came in as it never did"
severity = "medium"
why = "Sessions, tokens and console sign-ins of a new kind show where an attacker comes in."
fix = "Ask whose principal it is. Where nobody did it on purpose: deactivate the access key or revoke the sessions (aws iam put-role-policy with AWSRevokeOlderSessions), and look at what else the principal did in that hour."
attacks = ["T1078.004"]
false_positives = "Whoever starts a new task does what is new. Look at the factors: a new program from the usual network is rarely an attack, a new network with calls that hand out access often is."
finding_types = ["InitialAccess:IAMUser/AnomalousBehavior"]
window = "1h"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html"
tactic = "Initial Access"
*/
