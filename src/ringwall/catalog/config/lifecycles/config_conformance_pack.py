"""How conformance packs come, change and go. AWS does not show the template that is in force."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_COLUMNS = (
    "delivery_s3_bucket",
    "delivery_s3_key_prefix",
    "conformance_pack_input_parameters",
)
_PUT = Step(
    "config.put_conformance_pack",
    {
        "ConformancePackName": "{conformance_pack_name}",
        "TemplateBody": "{template_body}",
        "DeliveryS3Bucket": "{delivery_s3_bucket}",
        "DeliveryS3KeyPrefix": "{delivery_s3_key_prefix}",
        "ConformancePackInputParameters": "{conformance_pack_input_parameters}",
    },
    retry=("InsufficientPermissionsException", "ResourceInUseException"),
    also=("iam:CreateServiceLinkedRole",),
)


pack = Lifecycle(
    table="config_conformance_pack",
    find=Find(
        "config.describe_conformance_packs",
        {"ConformancePackNames": ["{conformance_pack_name}"]},
        items="ConformancePackDetails",
        match={"ConformancePackName": "{conformance_pack_name}"},
        absent=("NoSuchConformancePackException",),
    ),
    identity=("conformance_pack_name",),
    given=("template_body",),
    create=_PUT,
    creates=("conformance_pack_name", *_COLUMNS),
    updates=(Update(_COLUMNS, _PUT, whole=True),),
    erase=Step(
        "config.delete_conformance_pack",
        {"ConformancePackName": "{conformance_pack_name}"},
        retry=("ResourceInUseException",),
    ),
    normal={"conformance_pack_input_parameters": "json"},
    wait=300.0,
)
