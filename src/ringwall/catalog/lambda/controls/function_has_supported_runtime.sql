/*
title = "Lambda function should have a supported runtime"
layer = "infrastructure"
severity = "medium"
why = "AWS no longer patches a runtime that is deprecated: every vulnerability that is found in the language from then on stays in the function."
fix = "aws lambda update-function-configuration --function-name NAME --runtime RUNTIME, once the code runs with it"
url = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"

[[example]]
lambda_function = [{arn = "f", package_type = "Zip", runtime = "python3.13", captured_at = "2026-03-01 00:00:00"}]
expect = "pass"

[[example]]
lambda_function = [{arn = "f", package_type = "Zip", runtime = "python3.8", captured_at = "2026-03-01 00:00:00"}]
expect = "fail"

# The same runtime, before AWS gave it up and after.
[[example]]
lambda_function = [{arn = "f", package_type = "Zip", runtime = "nodejs20.x", captured_at = "2026-04-01 00:00:00"}]
expect = "pass"

[[example]]
lambda_function = [{arn = "f", package_type = "Zip", runtime = "nodejs20.x", captured_at = "2026-06-01 00:00:00"}]
expect = "fail"

# An image brings its own.
[[example]]
lambda_function = [{arn = "f", package_type = "Image", runtime = "", captured_at = "2026-03-01 00:00:00"}]
expect = "pass"

# A runtime that is newer than this list.
[[example]]
lambda_function = [{arn = "f", package_type = "Zip", runtime = "python3.99", captured_at = "2026-03-01 00:00:00"}]
expect = "unknown"

[[example]]
lambda_function = [{arn = "f", package_type = "Zip", captured_at = "2026-03-01 00:00:00"}]
expect = "unknown"

[[example]]
lambda_function = [{arn = "f", runtime = "python3.8", captured_at = "2026-03-01 00:00:00"}]
expect = "unknown"
*/
-- The days of deprecation, as AWS has announced them.
with runtime as (
  select *
  from (
    values
      ('dotnet10', timestamp '2028-11-14'),
      ('dotnet8', timestamp '2026-11-10'),
      ('java25', timestamp '2029-06-30'),
      ('java21', timestamp '2029-06-30'),
      ('java17', timestamp '2027-06-30'),
      ('java11', timestamp '2027-06-30'),
      ('java8.al2', timestamp '2027-06-30'),
      ('nodejs24.x', timestamp '2028-04-30'),
      ('nodejs22.x', timestamp '2027-04-30'),
      ('nodejs20.x', timestamp '2026-04-30'),
      ('python3.14', timestamp '2029-06-30'),
      ('python3.13', timestamp '2029-06-30'),
      ('python3.12', timestamp '2028-10-31'),
      ('python3.11', timestamp '2027-06-30'),
      ('python3.10', timestamp '2026-10-31'),
      ('ruby3.4', timestamp '2028-03-31'),
      ('ruby3.3', timestamp '2027-03-31'),
      ('ruby3.2', timestamp '2026-03-31'),
      ('provided.al2023', timestamp '2029-06-30'),
      ('provided.al2', timestamp '2026-07-31'),
      ('python3.9', timestamp '2025-12-15'),
      ('nodejs18.x', timestamp '2025-09-01'),
      ('dotnet6', timestamp '2024-12-20'),
      ('python3.8', timestamp '2024-10-14'),
      ('nodejs16.x', timestamp '2024-06-12'),
      ('java8', timestamp '2024-01-08'),
      ('go1.x', timestamp '2024-01-08'),
      ('provided', timestamp '2024-01-08'),
      ('ruby2.7', timestamp '2023-12-07'),
      ('nodejs14.x', timestamp '2023-12-04'),
      ('python3.7', timestamp '2023-12-04'),
      ('dotnetcore3.1', timestamp '2023-04-03'),
      ('nodejs12.x', timestamp '2023-03-31'),
      ('python3.6', timestamp '2022-07-18'),
      ('dotnetcore2.1', timestamp '2022-01-05'),
      ('nodejs10.x', timestamp '2021-07-30'),
      ('ruby2.5', timestamp '2021-07-30'),
      ('python2.7', timestamp '2021-07-15'),
      ('nodejs8.10', timestamp '2020-03-06'),
      ('nodejs4.3', timestamp '2020-03-05'),
      ('nodejs6.10', timestamp '2019-08-12'),
      ('dotnetcore1.0', timestamp '2019-06-27'),
      ('dotnetcore2.0', timestamp '2019-05-30'),
      ('nodejs', timestamp '2016-08-30')
  ) as known (name, deprecated_at)
)
select
  f.arn as resource,
  case
    when f.package_type = 'Image' then true
    when f.package_type = 'Zip' then f.captured_at < r.deprecated_at
  end as ok,
  case
    when f.package_type = 'Image' then 'its image brings the runtime'
    when r.name is null then 'when ' || f.runtime || ' is deprecated is not known'
    when f.captured_at < r.deprecated_at
      then f.runtime || ' is supported until ' || strftime(r.deprecated_at, '%Y-%m-%d')
    else f.runtime || ' is deprecated since ' || strftime(r.deprecated_at, '%Y-%m-%d')
  end as reason
from estate.lambda_function f
left join runtime r on r.name = f.runtime
