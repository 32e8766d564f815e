/*
title = "Web shell was used"
severity = "critical"
why = "A script on the server runs commands that come in the URL. Whoever planted it controls the machine, with its role."
fix = "Isolate the machine, keep its disk, and rotate the credentials of its role. Find how the script came there."
attacks = ["T1505.003", "T1059"]
false_positives = "Scanners try such paths; where the server answers 200 to anything, it looks the same."
window = "1h"
confidence = 65

[[example]]
load_balancer_request = [{load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/uploads/a.php?cmd=whoami", status = 200, target_status = 200}]
expect = "hit"

[[example]]
load_balancer_request = [{load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/uploads/a.php?cmd=whoami", status = 404, target_status = 404}]
expect = "quiet"

[[example]]
load_balancer_request = [{load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/index.php?c=identity", status = 200, target_status = 200}]
expect = "quiet"

[[example]]
load_balancer_request = [{load_balancer = "app/web/1", client_address = "203.0.113.7", method = "GET", url = "https://shop.example.com:443/report.aspx?type=net", status = 200, target_status = 200}]
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
    case when count(*) = 1 then 'command was' else 'commands were' end,
    'answered by what looks like a web shell:',
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
  and regexp_matches(
    lower(url),
    '[.](php[0-9]?|phtml|jspx?|aspx?|ashx|cfm)[?](.*&)?(cmd|c|exec|command|shell|do|run|x)=(whoami|id|ls|cat|dir|ipconfig|ifconfig|netstat|uname|pwd|wget|curl|nc|bash|sh|powershell|net|systeminfo|type|echo)(%20|[+]|&|$)'
  )
group by
  account_id,
  load_balancer,
  client_address,
  date_trunc('hour', event_time)
