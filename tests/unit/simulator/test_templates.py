"""SES's inline templates as the simulator renders them."""

import pytest

from infra.local.simulator.errors import ServiceError
from infra.local.simulator.templates import compile_template, template_data


@pytest.mark.parametrize(
    ("template", "values", "read"),
    [
        ("Dear {{name}},", {"name": "Ana"}, "Dear Ana,"),
        ("{{{name}}} and {{ name }}", {"name": "<b>A&B"}, "<b>A&B and <b>A&B"),
        ("{{child.name}}", {"child": {"name": "Luis"}}, "Luis"),
        ("{{child.name}}", {"child.name": "Luis"}, "Luis"),
        ("{{a}}{{b}}{{c}}", {"a": None, "b": True, "c": 3}, "true3"),
        ("no values, a lone { and }", {}, "no values, a lone { and }"),
        ("kept{{! a remark }} clean", {}, "kept clean"),
        ("{{a}}", {"a": "{{b}}"}, "{{b}}"),
    ],
)
def test_values_are_filled_in_and_nothing_is_escaped(
    template: str, values: dict[str, object], read: str
) -> None:
    assert compile_template(template).render(values) == read


def test_the_first_missing_name_is_told() -> None:
    assert compile_template("{{a}} {{b.c}}").missing({"a": "", "b": {}}) == "b.c"
    assert compile_template("{{a}}").missing({"a": None}) == ""


@pytest.mark.parametrize("template", ["{{#if x}}y{{/if}}", "{{> part}}", "{{upper x}}"])
def test_blocks_and_helpers_are_refused_rather_than_rendered_wrongly(template: str) -> None:
    with pytest.raises(ServiceError, match="not known to the simulator"):
        compile_template(template)


def test_template_data_must_be_an_object() -> None:
    with pytest.raises(ValueError, match="object"):
        template_data("[1]")
