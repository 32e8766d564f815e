"""Objects that services read and write in the caller's name: the caller needs permission for them.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Requesting.html
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport_Requesting.html
https://docs.aws.amazon.com/athena/latest/ug/s3-permissions.html
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ringwall.emulator.authorization.authority import Need
from ringwall.emulator.call import EmulatedCall
from ringwall.emulator.needs.templates import find_partition

CODE = {
    ("lambda", "CreateFunction"): "Code",
    ("lambda", "PublishLayerVersion"): "Content",
    ("lambda", "UpdateFunctionCode"): "",
}
"""Calls that may name an object with code, and the parameter in which they do."""


def find_bucket_use(call: EmulatedCall) -> Iterator[Need]:
    """Yield what the caller needs for the objects that the call lets a service use."""
    operation = call.service, call.operation
    bucket = f"arn:{find_partition(call.region)}:s3:::"
    given: Any = call.parameters
    if operation in CODE:
        code: Mapping[str, Any] = (given.get(CODE[operation]) if CODE[operation] else given) or {}
        if code.get("S3Bucket"):
            arn, version = f"{bucket}{code['S3Bucket']}/{code.get('S3Key')}", "S3ObjectVersion"
            if code.get(version):
                yield Need("s3:GetObjectVersion", arn, {"s3:versionid": code[version]})
            else:
                yield Need("s3:GetObject", arn)
    elif operation == ("dynamodb", "ImportTable"):
        source = given.get("S3BucketSource") or {}
        arn = f"{bucket}{source.get('S3Bucket')}"
        yield Need("s3:ListBucket", arn)
        yield Need("s3:GetObject", f"{arn}/{source.get('S3KeyPrefix') or ''}*")
    elif operation == ("dynamodb", "ExportTableToPointInTime"):
        place = f"{bucket}{given.get('S3Bucket')}/{given.get('S3Prefix') or ''}*"
        yield Need("s3:PutObject", place)
    elif operation == ("athena", "StartQueryExecution"):
        location = (given.get("ResultConfiguration") or {}).get("OutputLocation") or ""
        name, _, prefix = location.removeprefix("s3://").partition("/")
        if name:
            yield Need("s3:GetBucketLocation", f"{bucket}{name}")
            yield Need("s3:PutObject", f"{bucket}{name}/{prefix}*")
