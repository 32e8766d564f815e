"""How conformance packs of the organization come, change and go."""

from ringwall.model.lifecycle import Find, Lifecycle, Step, Update

_NAME = {"OrganizationConformancePackName": "{organization_conformance_pack_name}"}
_COLUMNS = (
    "delivery_s3_bucket",
    "delivery_s3_key_prefix",
    "conformance_pack_input_parameters",
    "excluded_accounts",
)
_PUT = Step(
    "config.put_organization_conformance_pack",
    {
        **_NAME,
        "TemplateBody": "{template_body}",
        "DeliveryS3Bucket": "{delivery_s3_bucket}",
        "DeliveryS3KeyPrefix": "{delivery_s3_key_prefix}",
        "ConformancePackInputParameters": "{conformance_pack_input_parameters}",
        "ExcludedAccounts": "{excluded_accounts}",
    },
    retry=(
        "InsufficientPermissionsException",
        "NoAvailableOrganizationException",
        "OrganizationAccessDeniedException",
        "ResourceInUseException",
    ),
    also=("iam:CreateServiceLinkedRole", "organizations:ListDelegatedAdministrators"),
)


pack = Lifecycle(
    table="config_organization_conformance_pack",
    find=Find(
        "config.describe_organization_conformance_packs",
        {"OrganizationConformancePackNames": ["{organization_conformance_pack_name}"]},
        items="OrganizationConformancePacks",
        match=_NAME,
        absent=("NoSuchOrganizationConformancePackException",),
    ),
    identity=("organization_conformance_pack_name",),
    given=("template_body",),
    create=_PUT,
    creates=("organization_conformance_pack_name", *_COLUMNS),
    updates=(Update(_COLUMNS, _PUT, whole=True),),
    erase=Step(
        "config.delete_organization_conformance_pack",
        _NAME,
        retry=("ResourceInUseException",),
        also=("organizations:ListDelegatedAdministrators",),
    ),
    normal={"conformance_pack_input_parameters": "json", "excluded_accounts": "set"},
    wait=300.0,
)
