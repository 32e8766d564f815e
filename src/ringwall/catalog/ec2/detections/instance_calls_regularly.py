"""An instance calls one strange address at regular intervals: a beacon asks for its commands."""

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

HEADER = """
title = "Instance calls an address at regular intervals"
severity = "low"
why = "An implant asks its server for commands every so often. It is one of few things that call an address which nobody else calls, as regularly as a clock."
fix = "Find the program that calls (its process, by Systems Manager), and whom the address belongs to. Isolate the instance where nobody knows either."
attacks = ["T1071.001", "T1573"]
false_positives = "An agent or a health check of a service that few of your instances use: put its addresses on a trusted list."
confidence = 40
window = "6h"
key = "calls"

[[example]]
vpc_flow = [
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:04:55Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:09:54Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:14:40Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:19:45Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:24:55Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:29:44Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:34:29Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:39:13Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:43:54Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:48:59Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:54:14Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:59:12Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T11:03:55Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
]
address = [{address = "203.0.113.7", is_private = false}]
expect = "hit"

# Behind a NAT gateway, whose interface passes each call on.
[[example]]
vpc_flow = [
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-9", instance_id = "", source_address = "10.0.9.9", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:04:55Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:04:55Z", interface_id = "eni-9", instance_id = "", source_address = "10.0.9.9", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:09:54Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:09:54Z", interface_id = "eni-9", instance_id = "", source_address = "10.0.9.9", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:14:40Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:14:40Z", interface_id = "eni-9", instance_id = "", source_address = "10.0.9.9", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:19:45Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:19:45Z", interface_id = "eni-9", instance_id = "", source_address = "10.0.9.9", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:24:55Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:24:55Z", interface_id = "eni-9", instance_id = "", source_address = "10.0.9.9", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:29:44Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:29:44Z", interface_id = "eni-9", instance_id = "", source_address = "10.0.9.9", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:34:29Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:34:29Z", interface_id = "eni-9", instance_id = "", source_address = "10.0.9.9", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:39:13Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:39:13Z", interface_id = "eni-9", instance_id = "", source_address = "10.0.9.9", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:43:54Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:43:54Z", interface_id = "eni-9", instance_id = "", source_address = "10.0.9.9", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:48:59Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:48:59Z", interface_id = "eni-9", instance_id = "", source_address = "10.0.9.9", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:54:14Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:54:14Z", interface_id = "eni-9", instance_id = "", source_address = "10.0.9.9", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:59:12Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:59:12Z", interface_id = "eni-9", instance_id = "", source_address = "10.0.9.9", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T11:03:55Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T11:03:55Z", interface_id = "eni-9", instance_id = "", source_address = "10.0.9.9", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
]
address = [{address = "203.0.113.7", is_private = false}]
expect = "hit"

# A person or a queue: at no regular time.
[[example]]
vpc_flow = [
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:25:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:40:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:41:30Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:42:15Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:57:15Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T11:03:55Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T11:04:25Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T11:19:25Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T11:34:25Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T11:41:05Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T11:42:35Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T11:57:35Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T12:12:35Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 443, protocol = 6, tcp_flags = 2, packets = 9, bytes = 1100, action = "ACCEPT"},
]
address = [{address = "203.0.113.7", is_private = false}]
expect = "quiet"

# The time of day.
[[example]]
vpc_flow = [
  {event_time = "2026-01-31T10:00:00Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 123, protocol = 17, tcp_flags = 0, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:01:04Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 123, protocol = 17, tcp_flags = 0, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:02:08Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 123, protocol = 17, tcp_flags = 0, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:03:12Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 123, protocol = 17, tcp_flags = 0, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:04:16Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 123, protocol = 17, tcp_flags = 0, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:05:20Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 123, protocol = 17, tcp_flags = 0, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:06:24Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 123, protocol = 17, tcp_flags = 0, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:07:28Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 123, protocol = 17, tcp_flags = 0, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:08:32Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 123, protocol = 17, tcp_flags = 0, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:09:36Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 123, protocol = 17, tcp_flags = 0, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:10:40Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 123, protocol = 17, tcp_flags = 0, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:11:44Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 123, protocol = 17, tcp_flags = 0, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:12:48Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 123, protocol = 17, tcp_flags = 0, packets = 9, bytes = 1100, action = "ACCEPT"},
  {event_time = "2026-01-31T10:13:52Z", interface_id = "eni-1", instance_id = "i-0a", source_address = "10.0.0.5", destination_address = "203.0.113.7", source_port = 40000, destination_port = 123, protocol = 17, tcp_flags = 0, packets = 9, bytes = 1100, action = "ACCEPT"},
]
address = [{address = "203.0.113.7", is_private = false}]
expect = "quiet"
"""
SQL = """
select
  c.interface_id || ' ' || c.peer || ' ' || c.destination_port || ' ' || c.quarter as calls,
  c.event_time, c.interface_id, c.peer, c.destination_port, c.packets, c.bytes,
  coalesce(c.account_id, o.account_id, '') as account_id,
  coalesce(c.aws_region, o.region, '') as aws_region,
  coalesce(nullif(c.instance_id, ''), o.instance_id, '') as instance_id,
  coalesce(o.instance_arn, '') as instance_arn,
  coalesce(o.role_arn, '') as role_arn
from (
  select
    f.event_time, f.interface_id, f.destination_address as peer, f.destination_port, f.packets,
    f.bytes, f.account_id, f.aws_region, f.instance_id, f.quarter,
    -- A NAT gateway passes on what an instance calls. Its interface has no instance.
    coalesce(
      min(case when f.instance_id <> '' then f.interface_id end) over (
        partition by f.destination_address, f.quarter
      ),
      min(f.interface_id) over (partition by f.destination_address, f.quarter)
    ) as least,
    coalesce(
      max(case when f.instance_id <> '' then f.interface_id end) over (
        partition by f.destination_address, f.quarter
      ),
      max(f.interface_id) over (partition by f.destination_address, f.quarter)
    ) as greatest,
    count(*) over (
      partition by f.interface_id, f.destination_address, f.destination_port, f.quarter
    ) as calls
  from (
    select
      *, strftime(event_time, '%Y-%m-%d') || ' ' || hour(event_time) // 6 as quarter
    from logs.vpc_flow
  ) f
  join facts.address a
    on a.address = f.destination_address
  left join facts.interface_owner n
    on n.interface_id = f.interface_id
    and f.event_time >= n.since
    and f.event_time < n.until
    and n.interface_type in ('nat_gateway', 'natGateway')
  where f.action = 'ACCEPT'
    and f.interface_id is not null
    and n.interface_id is null
    and not a.is_private
    and not coalesce(a.is_own, false)
    and not coalesce(a.is_trusted, false)
    and not coalesce(list_contains(a.kinds, 'resolver'), false)
    and coalesce(f.destination_service, '') in ('', '-')
    and f.destination_port not in (53, 123)
    and f.bytes < 100000
    and ((f.protocol = 6 and f.tcp_flags in (2, 3, 6, 7))
      or (f.source_port >= 32768 and coalesce(f.tcp_flags, 0) not in (18, 19, 22, 23)))
) c
left join facts.interface_owner o
  on o.interface_id = c.interface_id
  and c.event_time >= o.since
  and c.event_time < o.until
where c.least = c.greatest
  and c.interface_id = c.least
  and c.calls >= 12
"""
LEAST = 12
"""Calls that are needed to speak of an interval."""
SHORTEST, LONGEST = 20, 3600
"""Seconds between two calls: faster ones are one conversation, slower ones too few."""
JITTER = 0.15
"""How far half of the intervals may be from the usual one, as a part of it."""


def judge(rows: "pa.Table") -> "pa.Table":
    """Return a hit where the calls of an interface to an address are regular."""
    import pyarrow as pa

    calls = rows.to_pylist()
    times = sorted({call["event_time"] for call in calls})
    gaps = [(b - a).total_seconds() for a, b in pairwise(times)]
    if len(times) < LEAST:
        return pa.Table.from_pylist([])
    usual = median(gaps)
    if not SHORTEST <= usual <= LONGEST:
        return pa.Table.from_pylist([])
    # Two of three intervals must be near the usual one: a sleep now and then is no way out.
    near = sum(abs(gap - usual) <= JITTER * usual for gap in gaps)
    if near * 3 < len(gaps) * 2:
        return pa.Table.from_pylist([])
    return pa.Table.from_pylist([_hit(calls, len(times), usual)])


def _hit(calls: list[dict[str, Any]], count: int, usual: float) -> dict[str, Any]:
    first = calls[0]
    region, name = first["aws_region"], first["instance_id"] or first["interface_id"]
    kind = "instance" if first["instance_id"] else "network-interface"
    start = "aws-cn" if region.startswith("cn-") else "aws"
    partition = "aws-us-gov" if region.startswith("us-gov-") else start
    arn = (
        first["instance_arn"] or f"arn:{partition}:ec2:{region}:{first['account_id']}:{kind}/{name}"
    )
    return {
        "at": first["event_time"],
        "act": first["calls"],
        "account_id": first["account_id"],
        "region": region,
        "actor": arn,
        "resource": arn,
        "reason": f"{name} called {first['peer']} port {first['destination_port']} {count} times, "
        f"every {usual:.0f} seconds",
        "address": first["peer"],
        "entities": [first["interface_id"], first["role_arn"]],
        "count": count,
        "interval": usual,
    }
