"""Runs AWS's own SAM translator over a packaged template, offline, and prints what it becomes as JSON.

Run by .venv-template's Python: `python infra/translate.py build/template.json`. Exits 1 with the complaint.
"""

import json
import sys
from pathlib import Path
from typing import Any

from samtranslator.public.exceptions import InvalidDocumentException
from samtranslator.translator.transform import transform

ANYWHERE = {"Bucket": "code", "Key": "code.zip"}


class NoManagedPolicies:
    """AWS's managed policies are named by ARN in our template; there is nothing to look up."""

    def load(self) -> dict[str, str]:
        return {}


def translate(template: dict[str, Any]) -> dict[str, Any]:
    template["Globals"]["Function"]["CodeUri"] = ANYWHERE
    template["Resources"]["APIHandler"]["Properties"]["CodeUri"] = ANYWHERE
    template["Resources"]["DependenciesLayer"]["Properties"]["ContentUri"] = ANYWHERE
    translated: dict[str, Any] = transform(template, {}, NoManagedPolicies())
    return translated


if __name__ == "__main__":
    try:
        print(json.dumps(translate(json.loads(Path(sys.argv[1]).read_text()))))
    except InvalidDocumentException as problem:
        sys.exit("\n".join(cause.message for cause in problem.causes))
