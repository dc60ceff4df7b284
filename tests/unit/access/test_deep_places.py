"""Looking through a request for unusable text costs about as much as the request is big."""

import tracemalloc

import pytest

from chalicelib.access.validation import check_text
from chalicelib.kernel.errors import Invalid


def test_a_long_name_with_many_elements_does_not_fill_the_memory() -> None:
    """The places of ten thousand elements are not spelled out: that was 200 MB for 40 KB."""
    data = {"k" * 20_000: [0] * 10_000}
    tracemalloc.start()
    check_text(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


def test_a_fault_deep_inside_is_named_by_its_place() -> None:
    with pytest.raises(Invalid) as refused:
        check_text({"a": [{"b": "x\x00"}]})
    assert refused.value.fields[0].field == "a.0.b"
