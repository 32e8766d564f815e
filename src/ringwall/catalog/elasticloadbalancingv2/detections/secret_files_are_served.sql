/*
title = "File with secrets was served by a website"
severity = "high"
why = "Scanners ask every website for the same files: environment files, repositories, keys, states. This one was answered."
fix = "Ask for the same URL yourself. If it answers, take the file away, and rotate all secrets in it."
attacks = ["T1552.001", "T1595.003"]
false_positives = "Single-page applications that answer 200 to any path. Where three or more such paths got answers of one size, it is not reported."
window = "1h"
confidence = 60

[[example]]
load_balancer_request = [{load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/.env", status = 200, target_status = 200, sent_bytes = 512}]
expect = "hit"

[[example]]
load_balancer_request = [
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/.env", status = 200, target_status = 200, sent_bytes = 512},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/.git/config", status = 200, target_status = 200, sent_bytes = 9000},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/backup.sql", status = 200, target_status = 200, sent_bytes = 900000},
]
expect = "hit"

[[example]]
load_balancer_request = [{load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/.env", status = 404, target_status = 404}]
expect = "quiet"

[[example]]
load_balancer_request = [
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/.env", status = 200, target_status = 200, sent_bytes = 1500},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/.git/config", status = 200, target_status = 200, sent_bytes = 1500},
  {load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/.aws/credentials", status = 200, target_status = 200, sent_bytes = 1510},
]
expect = "quiet"

[[example]]
load_balancer_request = [{load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/environment", status = 200, target_status = 200}]
expect = "quiet"
*/
select
  min(event_time) as at,
  concat_ws(' ', load_balancer, client_address, date_trunc('hour', event_time)) as act,
  account_id,
  coalesce(min(aws_region), '') as region,
  '' as actor,
  load_balancer as resource,
  concat_ws(
    ' ',
    count(*),
    case when count(*) = 1 then 'request for files with secrets was answered, such as' else 'requests for files with secrets were answered, such as' end,
    left(max(url), 200)
  ) as reason,
  client_address as address,
  [
    concat_ws(':', arg_min(file, event_time), arg_min(line, event_time)),
    concat_ws(':', arg_max(file, event_time), arg_max(line, event_time))
  ] as events,
  count(*) as count
from logs.load_balancer_request
where target_status between 200 and 299
  and method = 'GET'
  and regexp_matches(
    split_part(lower(url), '?', 1),
    '/([.]env([.][a-z]+)?|[.]git/(config|head|index)|[.]aws/(credentials|config)|[.]ssh/[a-z_]+|id_(rsa|ed25519)|wp-config[.]php[.][a-z~]+|[.]svn/entries|actuator/(heapdump|env)|terraform[.]tfstate|[.]htpasswd|docker-compose[.]ya?ml|backup[.](sql|zip|tar[.]gz))$'
  )
group by
  account_id,
  load_balancer,
  client_address,
  date_trunc('hour', event_time)
having -- An application that answers the same to everything serves no file.
  not (
    count(distinct url) >= 3
    and max(sent_bytes) - min(sent_bytes) < 200
  )
