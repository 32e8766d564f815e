/*
family = "behavior_is_unusual"
title = "Principal wrote objects as it never did"
severity = "medium"
why = "Ransomware writes objects anew, encrypted; others write pages and programs that people trust."
fix = "Ask whose principal it is. Where nobody did it on purpose: deactivate the access key or revoke the sessions (aws iam put-role-policy with AWSRevokeOlderSessions), and look at what else the principal did in that hour."
attacks = ["T1486", "T1565.001"]
false_positives = "Whoever starts a new task does what is new. Look at the factors: a new program from the usual network is rarely an attack, a new network with calls that hand out access often is."
finding_types = ["Impact:S3/AnomalousBehavior.Write"]
window = "1h"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-s3.html"
tactic = "Impact"
part = "S3"
change = "Write"
*/
