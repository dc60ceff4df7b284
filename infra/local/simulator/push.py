"""SNS platform push: applications, device endpoints and Publish to one of them. Topics are not ours."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from .errors import ServiceError
from .wire import SNS, Call
from .world import Operation, World

APPLICATIONS, ENDPOINTS, TOKENS = "sns-application", "sns-endpoint", "sns-token"
_PAGE = 100


class Push:
    """Endpoints are found by ARN, and by application and token, which makes creation idempotent."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.operations: dict[str, Operation] = {
            "CreatePlatformApplication": self._create_application,
            "GetPlatformApplicationAttributes": self._application_attributes,
            "SetPlatformApplicationAttributes": self._set_application_attributes,
            "ListPlatformApplications": self._list_applications,
            "DeletePlatformApplication": self._delete_application,
            "CreatePlatformEndpoint": self._create_endpoint,
            "GetEndpointAttributes": self._endpoint_attributes,
            "SetEndpointAttributes": self._set_endpoint_attributes,
            "ListEndpointsByPlatformApplication": self._list_endpoints,
            "DeleteEndpoint": self._delete_endpoint,
            "Publish": self._publish,
        }

    def is_ours(self, call: Call) -> bool:
        """Whether a call concerns push; topics, subscriptions and texts by SNS do not."""
        if call.operation != "Publish":
            return call.operation in self.operations
        return ":endpoint/" in call.params.get("TargetArn", "")

    def _all(self, kind: str) -> dict[str, dict[str, Any]]:
        return self._world.store.resources.get(kind, {})

    # Applications

    def _create_application(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """The same name and platform answer the same ARN, as SNS does."""
        arn = self._world.arn("sns", f"app/{params['Platform']}/{params['Name']}")
        self._world.store.put_resource(
            APPLICATIONS, arn, {"Enabled": "true", **_shown(params.get("Attributes", {}))}
        )
        return {"PlatformApplicationArn": arn}

    def _application(self, arn: str) -> dict[str, Any]:
        if (found := self._all(APPLICATIONS).get(arn)) is None:
            raise ServiceError("NotFound", "PlatformApplication does not exist", status=404)
        return found

    def _application_attributes(self, params: Mapping[str, Any]) -> dict[str, Any]:
        return {"Attributes": self._application(params["PlatformApplicationArn"])}

    def _set_application_attributes(self, params: Mapping[str, Any]) -> dict[str, Any]:
        arn = params["PlatformApplicationArn"]
        self._world.store.put_resource(APPLICATIONS, arn, self._application(arn) | _shown(params["Attributes"]))
        return {}

    def _list_applications(self, _params: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "PlatformApplications": [
                {"PlatformApplicationArn": arn, "Attributes": attributes}
                for arn, attributes in sorted(self._all(APPLICATIONS).items())
            ]
        }

    def _delete_application(self, params: Mapping[str, Any]) -> dict[str, Any]:
        self._world.store.drop_resource(APPLICATIONS, params["PlatformApplicationArn"])
        return {}

    # Endpoints

    def _create_endpoint(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """The same token answers the same endpoint, unless its attributes differ."""
        application, token = params["PlatformApplicationArn"], params["Token"]
        self._application(application)
        wanted = {
            "Enabled": "true",
            "CustomUserData": params.get("CustomUserData", ""),
            **params.get("Attributes", {}),
            "Token": token,
        }
        known = self._all(TOKENS).get(f"{application}|{token}")
        if known is not None:
            if self._all(ENDPOINTS)[known["arn"]] != wanted:
                raise _invalid(
                    f"Token Reason: Endpoint {known['arn']} already exists with the same Token, but "
                    "different attributes."
                )
            return {"EndpointArn": known["arn"]}
        arn = f"{application.replace(':app/', ':endpoint/')}/{uuid4()}"
        self._keep(arn, wanted)
        return {"EndpointArn": arn}

    def _keep(self, arn: str, attributes: dict[str, Any]) -> None:
        self._world.store.put_resource(ENDPOINTS, arn, attributes)
        self._world.store.put_resource(TOKENS, f"{_application_of(arn)}|{attributes['Token']}", {"arn": arn})

    def _endpoint(self, arn: str) -> dict[str, Any]:
        if (found := self._all(ENDPOINTS).get(arn)) is None:
            raise ServiceError("NotFound", "Endpoint does not exist", status=404)
        return found

    def _endpoint_attributes(self, params: Mapping[str, Any]) -> dict[str, Any]:
        return {"Attributes": self._endpoint(params["EndpointArn"])}

    def _set_endpoint_attributes(self, params: Mapping[str, Any]) -> dict[str, Any]:
        arn = params["EndpointArn"]
        before = self._endpoint(arn)
        self._world.store.drop_resource(TOKENS, f"{_application_of(arn)}|{before['Token']}")
        self._keep(arn, before | params["Attributes"])
        return {}

    def _list_endpoints(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Pages by ARN."""
        application = params["PlatformApplicationArn"]
        self._application(application)
        arns = sorted(
            arn
            for arn in self._all(ENDPOINTS)
            if _application_of(arn) == application and arn > params.get("NextToken", "")
        )
        more = {"NextToken": arns[_PAGE - 1]} if len(arns) > _PAGE else {}
        return {
            "Endpoints": [
                {"EndpointArn": arn, "Attributes": self._all(ENDPOINTS)[arn]} for arn in arns[:_PAGE]
            ],
            **more,
        }

    def _delete_endpoint(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Deleting what is not there succeeds, as in SNS."""
        arn = params["EndpointArn"]
        if (found := self._all(ENDPOINTS).get(arn)) is not None:
            self._world.store.drop_resource(ENDPOINTS, arn)
            self._world.store.drop_resource(TOKENS, f"{_application_of(arn)}|{found['Token']}")
        return {}

    # Publish

    def _publish(self, params: Mapping[str, Any]) -> dict[str, Any]:
        self._world.admit(SNS, "push")
        arn = params["TargetArn"]
        if (endpoint := self._all(ENDPOINTS).get(arn)) is None:
            raise _invalid("TargetArn Reason: No endpoint found for the target arn specified")
        payload = _payload(params, arn)
        if endpoint["Enabled"].lower() != "true":
            raise ServiceError("EndpointDisabled", "Endpoint is disabled")
        message_id, lost = str(uuid4()), False
        title, body = _shown_on_phone(payload)
        attributes = {
            name: value.get("StringValue", "") for name, value in params.get("MessageAttributes", {}).items()
        }
        store = self._world.store
        detail = {
            "tags": attributes,
            "user_data": endpoint.get("CustomUserData", ""),
            "platform": arn.split("/")[1],
            "token": endpoint["Token"],
        }
        store.hand_over(
            "push",
            message_id,
            arn,
            _application_of(arn),
            title,
            self._world.clock(),
            store.content({"title": title, "text": body, "payload": payload}),
            detail,
        )
        if "dead" in endpoint["Token"]:
            self._keep(arn, endpoint | {"Enabled": "false"})
        return self._world.reply("push", lost, {"MessageId": message_id})


def _application_of(endpoint_arn: str) -> str:
    return endpoint_arn.rpartition("/")[0].replace(":endpoint/", ":app/")


def _shown(attributes: Mapping[str, str]) -> dict[str, str]:
    """Credentials are taken and never shown again."""
    return {
        name: value
        for name, value in attributes.items()
        if name not in ("PlatformCredential", "PlatformPrincipal")
    }


def _invalid(what: str) -> ServiceError:
    return ServiceError("InvalidParameter", f"Invalid parameter: {what}")


def _payload(params: Mapping[str, Any], arn: str) -> str:
    """The platform's own payload of a JSON message, or its default."""
    message: str = params.get("Message", "")
    if not message:
        raise _invalid("Empty message")
    if params.get("MessageStructure") != "json":
        return message
    try:
        versions = json.loads(message)
    except ValueError:
        raise _invalid("Message Structure - JSON message body failed to parse") from None
    if not isinstance(versions, dict) or "default" not in versions:
        raise _invalid("Message Structure - No default entry in JSON message body")
    chosen = versions.get(arn.split("/")[1], versions["default"])
    if not isinstance(chosen, str):
        raise _invalid("Message Structure - the entries of a JSON message must be strings")
    return chosen


def _shown_on_phone(payload: str) -> tuple[str, str]:
    """Title and body of an APNs or FCM payload; of anything else, the payload itself."""
    try:
        tree = json.loads(payload)
    except ValueError:
        return "", payload
    for path in (("aps", "alert"), ("notification",), ("fcmV1Message", "message", "notification"), ("data",)):
        found: Any = tree
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        if isinstance(found, str):
            return "", found
        if isinstance(found, dict) and (found.get("title") or found.get("body")):
            return str(found.get("title", "")), str(found.get("body", ""))
    return "", payload
