"""The key of a wanted row, and the references that its values hold."""

from ringwall.model.blueprint.wanted import Join, Ref, RowKey, find_refs

BUCKET = RowKey("logs", "eu-west-1", "s3_bucket", "trail")
KEY = RowKey("logs", "eu-west-1", "kms_key", "trail")


def test_a_key_is_told_as_messages_name_it() -> None:
    assert str(BUCKET) == "logs eu-west-1 s3_bucket/trail"


def test_references_are_found_wherever_they_are_in_the_order_of_the_document() -> None:
    bucket, key = Ref(BUCKET, "arn"), Ref(KEY, "id")
    document = {
        "Statement": [{"Resource": [Join((bucket, "/*")), "x"]}, {"Key": key}],
        "Also": (bucket, {"n": 1}),
    }
    assert list(find_refs(document)) == [bucket, key, bucket]
    assert list(find_refs(bucket)) == [bucket]


def test_a_key_and_a_text_hold_none() -> None:
    assert list(find_refs([BUCKET, "arn:aws:s3:::b", 3, None, True])) == []
