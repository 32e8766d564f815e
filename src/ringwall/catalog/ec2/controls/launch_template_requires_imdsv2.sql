/*
title = "EC2 launch template should require IMDSv2"
family = "launch_requires_imdsv2"
table = "ec2_launch_template"
severity = "low"
why = "Every instance that is launched from the template answers IMDSv1 too: one forged request (SSRF) in an application reads the credentials of its role."
fix = "Make a version that requires tokens and let it be the default: aws ec2 create-launch-template-version --launch-template-id ID --source-version 1 --launch-template-data MetadataOptions={HttpTokens=required}, then aws ec2 modify-launch-template --launch-template-id ID --default-version NUMBER"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html"
*/
