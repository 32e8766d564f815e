/*
title = "Auto Scaling group of a load balancer should ask it for health"
layer = "infrastructure"
severity = "low"
why = "EC2 takes an instance for healthy that runs and answers nobody: the load balancer sends it nothing, the group does not replace it, and there is nothing in reserve."
fix = "aws autoscaling update-auto-scaling-group --auto-scaling-group-name NAME --health-check-type ELB --health-check-grace-period 300"
url = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html"

[[example]]
autoscaling_auto_scaling_group = [{arn = "g", load_balancer_names = [], target_group_arns = ["t"], health_check_type = "ELB"}]
expect = "pass"

[[example]]
autoscaling_auto_scaling_group = [{arn = "g", load_balancer_names = ["b"], target_group_arns = [], health_check_type = "EC2"}]
expect = "fail"

# Several may be asked.
[[example]]
autoscaling_auto_scaling_group = [{arn = "g", load_balancer_names = [], target_group_arns = ["t"], health_check_type = "EC2,ELB"}]
expect = "pass"

# It has no load balancer to ask.
[[example]]
autoscaling_auto_scaling_group = [{arn = "g", load_balancer_names = [], target_group_arns = [], health_check_type = "EC2"}]
expect = "pass"

[[example]]
autoscaling_auto_scaling_group = [{arn = "g", load_balancer_names = [], target_group_arns = ["t"]}]
expect = "unknown"

[[example]]
autoscaling_auto_scaling_group = [{arn = "g", load_balancer_names = [], health_check_type = "EC2"}]
expect = "unknown"
*/
select
  g.arn as resource,
  list_contains(string_split(g.health_check_type, ','), 'ELB')
    or (array_length(g.load_balancer_names) = 0 and array_length(g.target_group_arns) = 0) as ok,
  case
    when array_length(g.load_balancer_names) = 0 and array_length(g.target_group_arns) = 0
      then 'it has no load balancer'
    else 'HealthCheckType is ' || g.health_check_type
  end as reason
from estate.autoscaling_auto_scaling_group g
