"""A foreign student system's export, dropped into the bucket as a clerk would, and a message to its people."""

import subprocess
from pathlib import Path

import boto3
import pytest

from infra.local import deploy
from infra.local.engine import Place
from infra.local.run import Carillon
from tests.e2e.client import Client, Json, eventually
from tests.e2e.sending import done

pytestmark = pytest.mark.e2e
EXPORT = Path(__file__).parents[1] / "data" / "oneroster-1.1-maple-valley.zip"


@pytest.fixture
def administrator(place: Place, sign_ins: dict[str, dict[str, str]]) -> Client:
    who = sign_ins["administrator"]
    return Client(place.web_url).sign_in(who["username"], who["password"])


def drop(place: Place, file: Path, key: str) -> None:
    bucket = deploy.function_settings(place)["ROSTER_BUCKET"]
    session: boto3.Session = deploy.engine_session(place)
    session.client("s3").upload_file(str(file), bucket, key)


def import_of(client: Client, file_name: str) -> Json:
    def look() -> Json | None:
        imports = client.get("/v1/roster/imports").body["items"]
        mine = [each for each in imports if each["file_name"] == file_name]
        return mine[0] if mine and mine[0]["status"] not in ("reading", "applying") else None

    found: Json = eventually(look)
    return found


def test_a_foreign_export_is_imported_and_its_people_written_to(
    carillon: Carillon, place: Place, administrator: Client
) -> None:
    """A OneRoster 1.1 bulk export from elsewhere: two schools, 64 students; then a message to the contacts."""
    drop(place, EXPORT, "incoming/demo/maple-valley.zip")
    report = import_of(administrator, "maple-valley.zip")
    assert report["status"] == "applied", report
    assert report["summary"]["students"]["added"] == 64
    schools = {each["name"]: each for each in administrator.get("/v1/schools").body["items"]}
    school = schools['Maple Valley High, "The Hill"']
    sent = administrator.send(
        {
            "school_id": school["school_id"],
            "subject": "Welcome",
            "audience": {
                "students": {"recipient_type": "primary_contacts", "schools": [school["school_id"]]},
                "staff": None,
            },
            "parts": {"email": {"html": "<p>Welcome to Carillon.</p>"}, "sms": {"text": "Welcome."}},
        }
    )
    assert sent.status == 202, sent.body
    message = done(administrator, sent.body["message_id"])
    assert all(part["total"] > 0 for part in message["parts"] if part["channel"] != "push")
    drop(place, EXPORT, "incoming/demo/maple-valley-again.zip")
    assert import_of(administrator, "maple-valley-again.zip")["status"] == "unchanged"


def test_a_broken_export_is_reported_and_changes_nothing(
    tmp_path: Path, carillon: Carillon, place: Place, administrator: Client
) -> None:
    """A truncated zip: refused with a sentence, and the schools are as before."""
    before = administrator.get("/v1/schools").body
    broken = tmp_path / "broken.zip"
    broken.write_bytes(EXPORT.read_bytes()[:3000])
    drop(place, broken, "incoming/demo/broken.zip")
    report = import_of(administrator, "broken.zip")
    assert report["status"] == "refused"
    assert report["refusal"]
    assert administrator.get("/v1/schools").body == before


def test_the_aws_command_line_reaches_the_bucket(carillon: Carillon, place: Place) -> None:
    """What the README tells a clerk to type works, where the AWS command line is installed."""
    found = subprocess.run(["sh", "-c", "command -v aws"], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.skip("the AWS command line is not installed")
    listed = subprocess.run(
        [found.stdout.strip(), "--endpoint-url", place.engine_url, "s3", "ls"],
        env=place.aws_environment() | {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert deploy.function_settings(place)["ROSTER_BUCKET"] in listed.stdout, listed.stderr
