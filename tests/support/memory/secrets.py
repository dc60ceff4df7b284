"""Secrets Manager: a secret is made, and read."""

from collections.abc import Mapping

from .calls import Answer, Operation, Params


class Secrets:
    """The service."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}  # by ARN
        self.operations: Mapping[str, Operation] = {
            "CreateSecret": self._create,
            "GetSecretValue": lambda params: {"SecretString": self._known[params["SecretId"]]},
        }

    def _create(self, params: Params) -> Answer:
        arn = f"arn:aws:secretsmanager:::{params['Name']}"
        self._known[arn] = params["SecretString"]
        return {"ARN": arn}
