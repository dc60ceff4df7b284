"""template.yaml as data, for the packager and the tests.

CloudFormation's short tags (`!Ref X`, `!GetAtt X.Arn`) become their long form (`{"Ref": "X"}`,
`{"Fn::GetAtt": ["X", "Arn"]}`), as CloudFormation itself does.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "template.yaml"


class _Loader(yaml.SafeLoader):
    """A loader of its own, so that the tags below are known here only."""


def _long_form(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {tag if tag in {"Ref", "Condition"} else f"Fn::{tag}": value}


_Loader.add_multi_constructor("!", _long_form)


@cache
def load(path: Path = TEMPLATE) -> dict[str, Any]:
    """The whole template. Do not change what it returns: it is shared."""
    template: dict[str, Any] = yaml.load(path.read_text(), Loader=_Loader)
    return template
