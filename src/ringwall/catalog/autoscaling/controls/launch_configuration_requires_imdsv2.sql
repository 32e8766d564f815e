/*
title = "Launch configuration should require IMDSv2"
family = "launch_requires_imdsv2"
table = "autoscaling_launch_configuration"
severity = "high"
why = "Every instance that is launched from it answers IMDSv1 too: one forged request (SSRF) in an application reads the credentials of its role."
fix = "A launch configuration never changes: make a launch template with MetadataOptions={HttpTokens=required}, then aws autoscaling update-auto-scaling-group --auto-scaling-group-name NAME --launch-template LaunchTemplateId=ID,Version=VERSION"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html"
*/
