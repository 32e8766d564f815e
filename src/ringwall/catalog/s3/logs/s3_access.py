"""`logs.s3_access`: the requests that S3 server access logs have.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
"""

from ringwall.catalog.log_columns import PLACE
from ringwall.model.log_format import LogFormat
from ringwall.model.table import Table, document, integer, moment, text

s3_access = Table(
    name="s3_access",
    schema="logs",
    enveloped=False,
    doc="S3 server access logs: one row for each request to a bucket, delivered on a best effort "
    "basis.",
    columns=(
        moment("event_time", "time", "When the request was received (UTC)."),
        text("account_id", "",
             "The account of the bucket; NULL, because the record has the owner's canonical ID "
             "alone.", None),
        text("aws_region", "", "The Region of the bucket, as the host header says.", None),
        text("bucket_owner", "bucket_owner", "The canonical ID of the owner of the bucket."),
        text("bucket", "bucket", "The name of the bucket."),
        text("client_address", "remote_ip", "The address of the requester."),
        text("requester", "requester",
             "The ARN or canonical ID of the requester; '' where nobody signed the request."),
        text("request_id", "request_id", "The ID of the request."),
        text("operation", "operation", "REST.GET.OBJECT, ..."),
        text("key", "key", "The key of the object, URL-decoded once."),
        text("request_uri", "request_uri", "The request line."),
        integer("status", "http_status", "The HTTP status code."),
        text("error_code", "error_code", "The error code; '' where it succeeded."),
        integer("sent_bytes", "bytes_sent", "Bytes of the answer."),
        integer("object_size", "object_size", "Bytes of the object."),
        text("referer", "referer", "The Referer header."),
        text("user_agent", "user_agent", "The user agent of the requester."),
        text("version_id", "version_id", "The version of the object."),
        text("tls_version", "tls_version", "The TLS version; '' where it was plain HTTP."),
        document("rest", "", "The other fields of the record."),
        *PLACE,
    ),
)  # fmt: skip

s3_access_format = LogFormat(
    table="s3_access",
    kind="pattern",
    fields=(
        "bucket_owner",
        "bucket",
        "time",
        "remote_ip",
        "requester",
        "request_id",
        "operation",
        "key",
        "request_uri",
        "http_status",
        "error_code",
        "bytes_sent",
        "object_size",
        "total_time",
        "turn_around_time",
        "referer",
        "user_agent",
        "version_id",
        "host_id",
        "signature_version",
        "cipher_suite",
        "authentication_type",
        "host_header",
        "tls_version",
        "more",
    ),
    start=r"(?:[0-9a-f]{64}|-) \S+ \[\d{2}/\w{3}/\d{4}:",
    line=r"^([0-9a-f]{64}|-) (\S+) \[(\d{2}/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\] (\S+) "
    r'(\S+) (\S+) (\S+) (\S+) (?:"(.*?)"|(?:-)) (\d{3}|-) (\S+) (\S+) (\S+) (\S+) (\S+) '
    r'(?:"(.*?)"|(?:-)) (?:"(.*)"|(?:-)) (\S+)(?: (\S+) (\S+) (\S+) (\S+) (\S+) (\S+))?(.*)$',
    expressions={
        "event_time": "try_strptime({time}, '%d/%b/%Y:%H:%M:%S %z')::timestamp",
        "aws_region": "nullif(regexp_extract({host_header}, "
        "'s3[.-](?:dualstack\\.)?([a-z]{2}(?:-[a-z]+)+-[0-9]+)\\.', 1), '')",
        "key": "coalesce(url_decode({key}), '')",
    },
)
