"""S3: whole objects, and parts of them."""

from typing import Any

from chalicelib.kernel import aws

from .places import Places, code


class Objects:
    """Mixed into each class that runs the contract."""

    def test_an_object_comes_back_whole_and_in_part(self, places: Places) -> None:
        where: Any = {"Bucket": places.bucket, "Key": "a/b+c d.csv"}
        aws.s3().put_object(**where, Body=b"first")
        aws.s3().put_object(**where, Body=b"0123456789")
        assert aws.s3().get_object(**where)["Body"].read() == b"0123456789"
        part = aws.s3().get_object(**where, Range="bytes=2-4")
        assert (part["Body"].read(), part["ContentLength"]) == (b"234", 3)

    def test_what_is_not_there(self, places: Places) -> None:
        where: Any = {"Bucket": places.bucket, "Key": "nothing"}
        assert code(lambda: aws.s3().get_object(**where)) == "NoSuchKey"
        aws.s3().put_object(**where, Body=b"abc")
        assert code(lambda: aws.s3().get_object(**where, Range="bytes=3-9")) == "InvalidRange"
