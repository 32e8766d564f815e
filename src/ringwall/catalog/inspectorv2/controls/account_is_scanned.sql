/*
title = "Amazon Inspector should scan instances, container images and functions"
layer = "detection"
severity = "medium"
why = "Inspector finds known vulnerabilities in what runs, every day anew. What it does not scan is patched when somebody remembers."
fix = "aws inspector2 enable --resource-types '[\"EC2\",\"ECR\",\"LAMBDA\"]' --region REGION; for new accounts: aws inspector2 update-organization-configuration --auto-enable ec2=true,ecr=true,lambda=true, as the administrator"
url = "https://docs.aws.amazon.com/inspector/latest/user/activate-scans.html"

[[example]]
inspectorv2_account = [{arn = "a", ec2_status = "ENABLED", ecr_status = "ENABLED", lambda_status = "ENABLED"}]
expect = "pass"

[[example]]
inspectorv2_account = [{arn = "a", ec2_status = "ENABLED", ecr_status = "ENABLED", lambda_status = "DISABLED"}]
expect = "fail"

[[example]]
inspectorv2_account = [{arn = "a", ec2_status = "ENABLED", ecr_status = "ENABLED"}]
expect = "unknown"
*/
select
  a.arn as resource,
  a.ec2_status = 'ENABLED' and a.ecr_status = 'ENABLED' and a.lambda_status = 'ENABLED' as ok,
  'EC2 is ' || a.ec2_status || ', ECR is ' || a.ecr_status || ', Lambda is ' || a.lambda_status
    as reason
from estate.inspectorv2_account a
