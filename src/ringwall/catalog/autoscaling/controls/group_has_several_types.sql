/*
title = "Auto Scaling group should have several types in several zones"
layer = "infrastructure"
severity = "medium"
why = "When AWS has no more instances of one type in a zone, a group with others still grows: under attack, that is when it has to."
fix = "aws autoscaling update-auto-scaling-group --auto-scaling-group-name NAME --mixed-instances-policy file://policy.json with Overrides of several types"
url = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-mixed-instances-groups.html"

[[example]]
autoscaling_auto_scaling_group = [{arn = "g", availability_zones = ["eu-west-1a", "eu-west-1b"], instance_types = ["m5.large", "m6i.large"], chooses_by_requirements = false}]
expect = "pass"

[[example]]
autoscaling_auto_scaling_group = [{arn = "g", availability_zones = ["eu-west-1a", "eu-west-1b"], instance_types = [], chooses_by_requirements = false}]
expect = "fail"

[[example]]
autoscaling_auto_scaling_group = [{arn = "g", availability_zones = ["eu-west-1a"], instance_types = ["m5.large", "m6i.large"], chooses_by_requirements = false}]
expect = "fail"

# It says what instances should have, and EC2 chooses.
[[example]]
autoscaling_auto_scaling_group = [{arn = "g", availability_zones = ["eu-west-1a", "eu-west-1b"], instance_types = [], chooses_by_requirements = true}]
expect = "pass"

[[example]]
autoscaling_auto_scaling_group = [{arn = "g", availability_zones = ["eu-west-1a", "eu-west-1b"], chooses_by_requirements = false}]
expect = "unknown"

[[example]]
autoscaling_auto_scaling_group = [{arn = "g", instance_types = ["m5.large", "m6i.large"], chooses_by_requirements = false}]
expect = "unknown"
*/
select
  g.arn as resource,
  array_length(list_distinct(g.availability_zones)) > 1
    and (g.chooses_by_requirements or array_length(list_distinct(g.instance_types)) > 1) as ok,
  'it has ' || array_length(list_distinct(g.availability_zones)) || ' zones, and '
    || case
      when g.chooses_by_requirements then 'all types that fit'
      else array_length(list_distinct(g.instance_types)) || ' types to choose from'
    end as reason
from estate.autoscaling_auto_scaling_group g
