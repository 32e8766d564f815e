/*
title = "EC2 launch template should not hold credentials in its user data"
family = "holds_no_plaintext_credentials"
table = "ec2_launch_template"
severity = "high"
why = "Every instance that is launched from the template gets the user data, and every process on it can read them. Whoever can describe launch templates reads them without an instance."
fix = "Put the value into Secrets Manager and change it, make a version without it, let that be the default, and delete the others: aws ec2 create-launch-template-version --launch-template-id ID --source-version 1 --launch-template-data file://data.json"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-launch-template.html"
*/
