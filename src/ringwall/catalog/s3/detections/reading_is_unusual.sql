/*
family = "behavior_is_unusual"
title = "Principal read objects as it never did"
severity = "high"
why = "Data leaves by the calls that programs read it with; who calls, and from where, is what differs."
fix = "Ask whose principal it is. Where nobody did it on purpose: deactivate the access key or revoke the sessions (aws iam put-role-policy with AWSRevokeOlderSessions), and look at what else the principal did in that hour."
attacks = ["T1530"]
false_positives = "Whoever starts a new task does what is new. Look at the factors: a new program from the usual network is rarely an attack, a new network with calls that hand out access often is."
finding_types = ["Exfiltration:S3/AnomalousBehavior"]
window = "1h"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-s3.html"
tactic = "Exfiltration"
part = "S3"
*/
