/*
family = "behavior_is_unusual"
title = "Principal listed buckets and objects as it never did"
severity = "low"
why = "Before objects are taken, they are listed."
fix = "Ask whose principal it is. Where nobody did it on purpose: deactivate the access key or revoke the sessions (aws iam put-role-policy with AWSRevokeOlderSessions), and look at what else the principal did in that hour."
attacks = ["T1619"]
false_positives = "Whoever starts a new task does what is new. Look at the factors: a new program from the usual network is rarely an attack, a new network with calls that hand out access often is."
finding_types = ["Discovery:S3/AnomalousBehavior"]
window = "1h"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-s3.html"
tactic = "Discovery"
part = "S3"
*/
