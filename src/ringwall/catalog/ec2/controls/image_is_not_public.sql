/*
title = "A machine image is not public"
layer = "data"
severity = "critical"
why = "Every AWS account can launch a public image and read its disks: code, keys and whatever else was on the machine that it was made of."
fix = "Take it back: aws ec2 modify-image-attribute --image-id IMAGE_ID --launch-permission Remove=[{Group=all}]. Stop it for the region: aws ec2 enable-image-block-public-access --image-block-public-access-state block-new-sharing"
url = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html"

[[example]]
ec2_image = [{arn = "i", is_public = false, launch_permissions = []}]
expect = "pass"

[[example]]
ec2_image = [{arn = "i", is_public = true, launch_permissions = ["all"]}]
expect = "fail"

# Shared with one account, and with an organization.
[[example]]
ec2_image = [{arn = "i", is_public = false, launch_permissions = ["222222222222", "arn:aws:organizations::111111111111:organization/o-1"]}]
expect = "pass"

[[example]]
ec2_image = [{arn = "i", launch_permissions = ["222222222222"]}]
expect = "unknown"
*/
select
  i.arn as resource,
  not i.is_public as ok,
  case
    when i.is_public then 'every account can launch it'
    when not i.is_public then 'not every account can launch it'
  end as reason
from estate.ec2_image i
