"""S3's objects: put, get (a part of one, too), and nothing else that the product asks for."""

import re
from collections.abc import Mapping
from hashlib import md5
from io import BytesIO

from botocore.response import StreamingBody

from .calls import Answer, Operation, Params
from .errors import refused


class S3:
    """The service."""

    def __init__(self) -> None:
        self.buckets: dict[str, dict[str, bytes]] = {}
        self.operations: Mapping[str, Operation] = {
            "CreateBucket": self._create,
            "PutObject": self._put,
            "GetObject": self._get,
        }

    def _create(self, params: Params) -> Answer:
        self.buckets[params["Bucket"]] = {}
        return {}

    def _bucket(self, params: Params) -> dict[str, bytes]:
        if params["Bucket"] not in self.buckets:
            raise refused("NoSuchBucket", "The specified bucket does not exist", status=404)
        return self.buckets[params["Bucket"]]

    def _put(self, params: Params) -> Answer:
        body = params.get("Body", b"")
        content = body.read() if hasattr(body, "read") else body
        kept = content.encode() if isinstance(content, str) else content
        self._bucket(params)[params["Key"]] = kept
        return {"ETag": f'"{md5(kept, usedforsecurity=False).hexdigest()}"'}

    def _get(self, params: Params) -> Answer:
        bucket = self._bucket(params)
        if params["Key"] not in bucket:
            raise refused("NoSuchKey", "The specified key does not exist.", status=404)
        content = _part(bucket[params["Key"]], params.get("Range", ""))
        return {"Body": StreamingBody(BytesIO(content), len(content)), "ContentLength": len(content)}


def _part(content: bytes, asked: str) -> bytes:
    if not asked:
        return content
    match = re.fullmatch(r"bytes=(\d+)-(\d*)", asked)
    if not match or int(match[1]) >= len(content):
        raise refused("InvalidRange", "The requested range is not satisfiable", status=416)
    return content[int(match[1]) : int(match[2]) + 1 if match[2] else None]
