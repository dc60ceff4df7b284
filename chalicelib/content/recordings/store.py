"""The recordings bucket.

uploads/<district>/<user>/<recording>     as the browser put it there; gone after a day
kept/<district>/<user>/<recording>.wav    checked; nothing writes it again, its metadata says how long it lasts

A key begins with the district and the person, so that nobody can name another's recording.
"""

from typing import Any
from urllib.parse import quote

from botocore.exceptions import ClientError

from chalicelib.kernel.aws import s3
from chalicelib.kernel.settings import setting
from chalicelib.kernel.values import value

from . import wav

UPLOAD_SECONDS = 600
_ABSENT = ("NoSuchKey", "404", "NotFound", "InvalidRange", "416")


@value
class Named:
    """Whose recording, and which."""

    district: str
    user_id: str
    recording_id: str

    @property
    def upload(self) -> str:
        return f"uploads/{self._path}"

    @property
    def kept(self) -> str:
        return f"kept/{self._path}.wav"

    @property
    def _path(self) -> str:
        return "/".join(quote(each, safe="") for each in (self.district, self.user_id, self.recording_id))


def upload_form(named: Named, minutes: int) -> dict[str, Any]:
    """A form with which a browser uploads one WAV file, no larger than its minutes need."""
    conditions: list[Any] = [
        ["content-length-range", 1, wav.most_bytes(minutes)],
        {"Content-Type": wav.MEDIA_TYPE},
    ]
    made: dict[str, Any] = s3().generate_presigned_post(
        _bucket(),
        named.upload,
        Fields={"Content-Type": wav.MEDIA_TYPE},
        Conditions=conditions,
        ExpiresIn=UPLOAD_SECONDS,
    )
    return made


def beginning(named: Named) -> tuple[bytes, int] | None:
    """The first bytes of what was uploaded, and how many there are in all; None when nothing was."""
    try:
        found = s3().get_object(Bucket=_bucket(), Key=named.upload, Range=f"bytes=0-{wav.HEAD - 1}")
    except ClientError as error:
        _check_absent(error)
        return None
    size = int(found["ContentRange"].rpartition("/")[2])
    return found["Body"].read(), size


def keep(named: Named, lasts: float) -> None:
    """Put what was uploaded where nobody changes it."""
    s3().copy_object(
        Bucket=_bucket(),
        Key=named.kept,
        CopySource={"Bucket": _bucket(), "Key": named.upload},
        MetadataDirective="REPLACE",
        Metadata={"seconds": f"{lasts:.2f}"},
        ContentType=wav.MEDIA_TYPE,
    )


def lasts(named: Named) -> float | None:
    """How many seconds a kept recording lasts; None when there is none."""
    try:
        found = s3().head_object(Bucket=_bucket(), Key=named.kept)
    except ClientError as error:
        _check_absent(error)
        return None
    return float(found["Metadata"]["seconds"])


def link(named: Named, seconds: int) -> str:
    """Where a kept recording can be heard, for so many seconds, by whoever has the link."""
    asked = {"Bucket": _bucket(), "Key": named.kept}
    made: str = s3().generate_presigned_url("get_object", Params=asked, ExpiresIn=seconds)
    return made


def _check_absent(error: ClientError) -> None:
    """Raises what is wrong if it is anything else."""
    if error.response["Error"]["Code"] not in _ABSENT:
        raise error


def _bucket() -> str:
    return setting("RECORDINGS_BUCKET")
