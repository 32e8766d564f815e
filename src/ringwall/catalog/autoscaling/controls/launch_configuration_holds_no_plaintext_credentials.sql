/*
title = "Launch configuration should not hold credentials in its user data"
family = "holds_no_plaintext_credentials"
table = "autoscaling_launch_configuration"
severity = "high"
why = "Every instance that the group starts gets the user data, and every process on it can read them. Whoever can describe launch configurations reads them without an instance."
fix = "Put the value into Secrets Manager and change it, make a launch template without it, and let the group launch from that: aws autoscaling update-auto-scaling-group --auto-scaling-group-name NAME --launch-template LaunchTemplateId=ID,Version=VERSION"
url = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-templates.html"
*/
