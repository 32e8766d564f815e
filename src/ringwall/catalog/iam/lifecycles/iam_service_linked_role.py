"""How service-linked roles come. Their services let them go, and no call of ours."""

from ringwall.model.lifecycle import Find, Lifecycle, Step

role = Lifecycle(
    table="iam_service_linked_role",
    find=Find(
        "iam.list_roles",
        {"PathPrefix": "/aws-service-role/{aws_service_name}/", "MaxItems": 1000},
        items="Roles",
        members={"ServiceName": "{aws_service_name}"},
    ),
    identity=("aws_service_name",),
    ids=("arn", "role_name"),
    create=Step(
        "iam.create_service_linked_role",
        {"AWSServiceName": "{aws_service_name}"},
        blast="irreversible",
    ),
    creates=("aws_service_name",),
    irreversible=(
        "A service-linked role can be deleted only while its service uses it nowhere; it grants "
        "nobody but the service anything."
    ),
)
