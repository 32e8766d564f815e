/*
family = "traffic_is_unusual"
title = "Instance calls a port that it never called"
severity = "low"
why = "A server calls the same few ports for months. A new one is a new program, at times one of an attacker."
fix = "Find out which program calls the port, and since when it is there."
attacks = ["T1571"]
false_positives = "A new release of what runs there."
finding_types = ["Behavior:EC2/NetworkPortUnusual"]
window = "1h"
confidence = 40
url = "https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-ec2.html"
kind = "port"
what = "'called ' || t.peer || ' on port ' || t.port || ', which it has not called in ' || t.days || ' days'"
*/
