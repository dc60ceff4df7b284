"""What the API does before its first request, of which each cold start is made (docs/decisions/0023, 0025)."""

import subprocess
import sys
from pathlib import Path

import app

LOOK = """
import sys
import app
from pydantic import BaseModel

def heirs(of):
    for each in of.__subclasses__():
        yield each
        yield from heirs(each)

built = [each.__name__ for each in heirs(BaseModel) if each.__pydantic_complete__]
print(*built, *({"boto3", "chalicelib.access.openapi"} & sys.modules.keys()))
"""


def test_no_schema_is_built_and_nothing_imported_that_few_requests_need() -> None:
    """A default that is an instance would build its schema: say `Field(default_factory=...)`."""
    root = Path(app.__file__).parent
    done = subprocess.run([sys.executable, "-c", LOOK], cwd=root, capture_output=True, text=True, check=True)

    assert done.stdout.split() == []
