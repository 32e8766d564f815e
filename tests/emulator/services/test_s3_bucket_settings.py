from typing import Any

INVENTORY = {
    "Id": "all",
    "IsEnabled": True,
    "IncludedObjectVersions": "All",
    "Destination": {"S3BucketDestination": {"Bucket": "arn:aws:s3:::logs", "Format": "CSV"}},
    "Schedule": {"Frequency": "Daily"},
}


def test_settings_are_those_of_the_bucket(client: Any, refusal: Any) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="shop")
    assert s3.get_bucket_request_payment(Bucket="shop")["Payer"] == "BucketOwner"
    change = {"Payer": "Requester"}
    s3.put_bucket_request_payment(Bucket="shop", RequestPaymentConfiguration=change)
    assert s3.get_bucket_request_payment(Bucket="shop")["Payer"] == "Requester"
    bridge: dict[str, Any] = {"EventBridgeConfiguration": {}}
    assert "EventBridgeConfiguration" not in s3.get_bucket_notification_configuration(Bucket="shop")
    s3.put_bucket_notification_configuration(Bucket="shop", NotificationConfiguration=bridge)
    shown = s3.get_bucket_notification_configuration(Bucket="shop")
    assert shown["EventBridgeConfiguration"] == {}
    s3.delete_bucket(Bucket="shop")
    s3.create_bucket(Bucket="shop")
    assert s3.get_bucket_request_payment(Bucket="shop")["Payer"] == "BucketOwner"
    assert refusal(s3.get_bucket_request_payment, Bucket="none-of-it")[0] == "NoSuchBucket"


def test_inventory_is_deleted(client: Any, refusal: Any) -> None:
    s3 = client("s3")
    s3.create_bucket(Bucket="shop")
    s3.put_bucket_inventory_configuration(Bucket="shop", Id="all", InventoryConfiguration=INVENTORY)
    s3.delete_bucket_inventory_configuration(Bucket="shop", Id="all")
    code, _ = refusal(s3.delete_bucket_inventory_configuration, Bucket="shop", Id="all")
    assert code == "NoSuchConfiguration"
