"""Conformance packs of AWS Config."""

from collections.abc import Mapping
from typing import Any

from ringwall.model.table import Call, Reader, Shared, Table, document, text


def _status(reader: Reader) -> Mapping[str, Any]:
    found = reader.items("config.describe_conformance_pack_status", "ConformancePackStatusDetails")
    return {str(pack["ConformancePackName"]): pack for pack in found}


pack = Table(
    name="config_conformance_pack",
    doc="A set of AWS Config rules that is deployed together; AWS does not show its template.",
    cloudformation="AWS::Config::ConformancePack",
    list=Call("config.describe_conformance_packs", "ConformancePackDetails"),
    arn="ConformancePackArn",
    shared=(Shared("Status", _status, "ConformancePackName"),),
    columns=(
        text("conformance_pack_name", "ConformancePackName", "The pack's name."),
        text("delivery_s3_bucket", "DeliveryS3Bucket", "The bucket of its templates.", default=""),
        text("delivery_s3_key_prefix", "DeliveryS3KeyPrefix", "The prefix there.", default=""),
        document(
            "conformance_pack_input_parameters",
            "ConformancePackInputParameters",
            "Its parameters: [{ParameterName, ParameterValue}].",
            absent=[],
            default=[],
        ),
        text("created_by", "CreatedBy", "The service that deployed it; '' for none."),
        text(
            "conformance_pack_state",
            "Status.ConformancePackState",
            "CREATE_COMPLETE, CREATE_IN_PROGRESS, CREATE_FAILED, ...",
            required=True,
        ),
        text(
            "conformance_pack_status_reason",
            "Status.ConformancePackStatusReason",
            "Why it could not be deployed.",
        ),
    ),
)
