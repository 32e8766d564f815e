/*
title = "All images in Amazon ECR should be scanned continuously"
layer = "detection"
severity = "medium"
why = "A vulnerability becomes known after the image that has it was pushed. Without continuous scans nobody hears of it, and attackers do."
fix = "aws ecr put-registry-scanning-configuration --scan-type ENHANCED --rules '[{\"scanFrequency\":\"CONTINUOUS_SCAN\",\"repositoryFilters\":[{\"filter\":\"*\",\"filterType\":\"WILDCARD\"}]}]' --region REGION"
url = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html"

[[example]]
ecr_registry_scanning_configuration = [{arn = "a", scan_type = "ENHANCED", continuous_scan_filters = ["*"]}]
expect = "pass"

[[example]]
ecr_registry_scanning_configuration = [{arn = "a", scan_type = "ENHANCED", continuous_scan_filters = ["prod/*"]}]
expect = "fail"

[[example]]
ecr_registry_scanning_configuration = [{arn = "a", scan_type = "BASIC", continuous_scan_filters = []}]
expect = "fail"

[[example]]
ecr_registry_scanning_configuration = [{arn = "a", scan_type = "ENHANCED"}]
expect = "unknown"
*/
select
  c.arn as resource,
  c.scan_type = 'ENHANCED' and list_contains(c.continuous_scan_filters, '*') as ok,
  case
    when c.scan_type <> 'ENHANCED' then 'scanType is ' || c.scan_type
    when list_contains(c.continuous_scan_filters, '*') then 'every repository is scanned continuously'
    else 'repositories are left out of continuous scans'
  end as reason
from estate.ecr_registry_scanning_configuration c
