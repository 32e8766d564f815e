/*
title = "Auto Scaling group should launch from a template"
layer = "infrastructure"
severity = "medium"
why = "Launch configurations are of the past: they have no versions, so nobody sees what was changed, and new settings of EC2 are not added to them."
fix = "aws autoscaling update-auto-scaling-group --auto-scaling-group-name NAME --launch-template LaunchTemplateId=ID,Version=VERSION"
url = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-templates.html"

[[example]]
autoscaling_auto_scaling_group = [{arn = "g", launch_configuration_name = "", launch_template_id = "lt-1"}]
expect = "pass"

[[example]]
autoscaling_auto_scaling_group = [{arn = "g", launch_configuration_name = "old", launch_template_id = ""}]
expect = "fail"

[[example]]
autoscaling_auto_scaling_group = [{arn = "g", launch_template_id = ""}]
expect = "unknown"
*/
select
  g.arn as resource,
  g.launch_configuration_name = '' as ok,
  case
    when g.launch_configuration_name <> ''
      then 'it launches from the launch configuration ' || g.launch_configuration_name
    else 'it launches from ' || coalesce(nullif(g.launch_template_id, ''), 'a launch template')
  end as reason
from estate.autoscaling_auto_scaling_group g
