from typing import Any


def test_dynamodb_is_scaled_by_a_role_of_the_service(client: Any) -> None:
    client("dynamodb").create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
    )
    scaling = client("application-autoscaling")
    scaling.register_scalable_target(
        ServiceNamespace="dynamodb",
        ResourceId="table/orders",
        ScalableDimension="dynamodb:table:ReadCapacityUnits",
        MinCapacity=5,
        MaxCapacity=50,
    )
    answer = scaling.describe_scalable_targets(ServiceNamespace="dynamodb")
    (target,) = answer["ScalableTargets"]
    name = "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable"
    assert target["RoleARN"] == client("iam").get_role(RoleName=name)["Role"]["Arn"]
