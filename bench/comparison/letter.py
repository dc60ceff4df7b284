"""The letter that both sides send: what Carillon handed to SES, as a template and each reader's values. Pure.

SES's `{{name}}` is Django's too, so the same template serves both; autoescape is off, as SES escapes nothing
and Carillon has escaped the values already.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

Values = Mapping[str, str]

_PLACE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, and who gets it: (address, values) of each. Values hold what all share as well."""

    sender: str
    subject: str
    html: str
    text: str
    copies: tuple[tuple[str, Values], ...]

    @classmethod
    def handed(cls, calls: Sequence[Mapping[str, Any]]) -> "Letter":
        """From the parameters of one message's `SendBulkEmail` calls. Raises ValueError when they differ."""
        templates = {json.dumps(call["DefaultContent"], sort_keys=True) for call in calls}
        if len(templates) != 1:
            raise ValueError(f"One letter has one template, not {len(templates)}")
        content = calls[0]["DefaultContent"]["Template"]["TemplateContent"]
        copies = tuple(copy for call in calls for copy in _copies(call))
        return cls(calls[0]["FromEmailAddress"], content["Subject"], content["Html"], content["Text"], copies)

    @classmethod
    def parse(cls, text: str) -> "Letter":
        """The inverse of `json`."""
        kept = json.loads(text)
        copies = tuple((address, values) for address, values in kept.pop("copies"))
        return cls(**kept, copies=copies)

    def json(self) -> str:
        return json.dumps(asdict(self))


def _copies(call: Mapping[str, Any]) -> Iterable[tuple[str, Values]]:
    shared = json.loads(call["DefaultContent"]["Template"]["TemplateData"])
    for entry in call["BulkEmailEntries"]:
        own = json.loads(entry["ReplacementEmailContent"]["ReplacementTemplate"]["ReplacementTemplateData"])
        (address,) = entry["Destination"]["ToAddresses"]
        yield address, shared | own


def filled(template: str, values: Values) -> str:
    """As SES fills it. Raises KeyError for a place without a value: SES would not send it."""
    return _PLACE.sub(lambda place: values[place[1]], template)


def for_django(template: str) -> str:
    """The same template in Django's language."""
    return "{% autoescape off %}" + template + "{% endautoescape %}"
