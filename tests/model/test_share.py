"""Which columns each way of sharing needs."""

from ringwall.model.share import KeyGrants, S3Access, SharedWith


def test_an_attribute_needs_its_column_and_what_limits_it() -> None:
    assert SharedWith("accounts", ("ec2:CopyImage",)).columns == ("accounts",)
    blocked = SharedWith(
        "accounts", ("ec2:CopySnapshot",), is_public="is_public", block="state", blocked_by="all"
    )
    assert blocked.columns == ("accounts", "is_public", "state")


def test_grants_need_their_column() -> None:
    assert KeyGrants("grants").columns == ("grants",)


def test_s3_needs_its_flags_its_acl_and_its_path() -> None:
    bucket = S3Access("bucket", ("ignore_public_acls",), acl="acl", ownership="how", owner="who")
    assert bucket.columns == ("ignore_public_acls", "acl", "how", "who")
    point = S3Access("access_point", ("restrict_public_buckets",), path=("vpc_id", "bucket"))
    assert point.columns == ("restrict_public_buckets", "vpc_id", "bucket")
