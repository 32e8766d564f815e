/*
family = "traffic_is_unusual"
title = "Instance sends far more to the internet than it ever did"
severity = "medium"
why = "Data that leaves leaves by the network: a copy of a database is many times what a server sends in an hour."
fix = "Find out what was sent to the address (flow logs, logs of the application). Where nobody did it on purpose, isolate the instance and revoke the sessions of its role."
attacks = ["T1048", "T1030"]
false_positives = "A backup, a migration or a release that many people download at once."
finding_types = ["Behavior:EC2/TrafficVolumeUnusual"]
window = "1h"
confidence = 55
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"
kind = "volume"
what = "'sent ' || (t.bytes // 1000000) || ' MB in an hour, ' || t.times || ' times the usual most; most of it to ' || t.peer"
*/
