"""What Shield Advanced protects."""

from ringwall.model.table import Call, Table, text, texts

protection = Table(
    name="shield_protection",
    doc="A resource that Shield Advanced protects.",
    cloudformation="AWS::Shield::Protection",
    scope="account",
    region="'global'",
    list=Call("shield.list_protections", "Protections"),
    absent=("ResourceNotFoundException",),
    arn="ProtectionArn",
    tags="Tags",
    calls=(
        Call(
            "shield.list_tags_for_resource", "Tags", {"ResourceARN": "{ProtectionArn}"}, into="Tags"
        ),
    ),
    gone=("ResourceNotFoundException",),
    columns=(
        text("id", "Id", "Its ID.", property="ProtectionId"),
        text("name", "Name", "Its name.", property="Name"),
        text("resource_arn", "ResourceArn", "The resource.", required=True, property="ResourceArn"),
        texts(
            "health_check_ids",
            "HealthCheckIds",
            "The health check of Route 53 that says how it fares.",
            absent=[],
        ),
        text(
            "automatic_response_status",
            "ApplicationLayerAutomaticResponseConfiguration.Status",
            "ENABLED where Shield blocks floods of requests of its own accord.",
        ),
    ),
)
