/*
title = "Amazon Inspector should scan new accounts of the organization automatically"
layer = "detection"
severity = "medium"
why = "An account that is created tomorrow is scanned only where the administrator has said so."
fix = "aws inspector2 update-organization-configuration --auto-enable ec2=true,ecr=true,lambda=true, as the administrator"
url = "https://docs.aws.amazon.com/inspector/latest/user/adding-member-accounts.html"

[[example]]
inspectorv2_organization_configuration = [{arn = "c", auto_enable_ec2 = true, auto_enable_ecr = true, auto_enable_lambda = true}]
expect = "pass"

[[example]]
inspectorv2_organization_configuration = [{arn = "c", auto_enable_ec2 = true, auto_enable_ecr = false, auto_enable_lambda = true}]
expect = "fail"

[[example]]
inspectorv2_organization_configuration = [{arn = "c", auto_enable_ec2 = true, auto_enable_ecr = true}]
expect = "unknown"
*/
select
  c.arn as resource,
  c.auto_enable_ec2 and c.auto_enable_ecr and c.auto_enable_lambda as ok,
  'in new accounts, EC2 is scanned: ' || c.auto_enable_ec2 || ', ECR: ' || c.auto_enable_ecr
    || ', Lambda: ' || c.auto_enable_lambda as reason
from estate.inspectorv2_organization_configuration c
