/*
family = "behavior_is_unusual"
title = "Principal changed who may use a bucket as it never did"
severity = "high"
why = "A bucket policy or an ACL opens a bucket to others."
fix = "Ask whose principal it is. Where nobody did it on purpose: deactivate the access key or revoke the sessions (aws iam put-role-policy with AWSRevokeOlderSessions), and look at what else the principal did in that hour."
attacks = ["T1222", "T1537"]
false_positives = "Whoever starts a new task does what is new. Look at the factors: a new program from the usual network is rarely an attack, a new network with calls that hand out access often is."
finding_types = ["Impact:S3/AnomalousBehavior.Permission"]
window = "1h"
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-s3.html"
tactic = "Impact"
part = "S3"
change = "Permission"
*/
