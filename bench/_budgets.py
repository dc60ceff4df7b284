"""What the figures may be at most, and what the last run says of that. Pure.

    figures kept --merged with a bench's--> figures --lines--> what is printed, and whether all budgets are kept

A bench that cannot run here gives `{"skipped": {figure: why}}` in place of those figures.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Figures = dict[str, Any]

BUDGETS: Mapping[str, float] = {
    "requests_per_delivery_send": 0.20,
    # By docs/decisions/0034: who waits for its turn asks more than once, who leaves at a pace looks around.
    "requests_per_delivery_send_paced": 0.40,
    "requests_per_delivery_send_3_a_second": 0.95,
    "requests_per_delivery_receipts": 0.25,
    "cpu_s_per_1000_email": 0.5,
    "cpu_s_per_1000_sms": 1.5,
    "cpu_s_per_1000_voice": 1.5,  # these two with receipts
    "cpu_s_per_1000_push": 1.5,
    "requests_per_delivery": 0.45,  # of any channel, sending and receipts
    "email_cpu_ratio_to_post_office": 0.5,
    "email_cpu_ratio_to_post_office_without_postgresql": 0.5,
    "resolve_200k_cpu_s": 30,
    "resolve_200k_peak_mb": 512,
    "resolve_200k_once_per_family_cpu_s": 30,
    "resolve_100k_teachers_of_cpu_s": 30,
    "resolve_growth_factor": 1.5,  # cost of one of 200,000 recipients against one of 20,000
    "cold_start_cpu_s": 0,  # an object: function -> seconds; the budget is 1.35 x cold_start_floor_cpu_s
    "api_read_cpu_ms": 10,
    "unreachable_page_requests": 4,
    "unreachable_page_cpu_ms": 20,
    "contactability_page_requests": 5,  # of a school of 100,000 students
    "contactability_page_cpu_ms": 20,
    "contactability_numbers_cpu_s": 2,
    "contactability_file_too_large_cpu_s": 6,
    "contactability_file_100k_cpu_s": 15,  # every record looked up; an answer has 29 seconds
    "roster_100k_cpu_s": 60,
    "roster_100k_peak_mb": 256,
    "web_first_load_kb_gzip": 250,
}
COLD_START, COLD_START_FLOOR, COLD_START_TIMES = "cold_start_cpu_s", "cold_start_floor_cpu_s", 1.35
API_TIMES = 2.2  # docs/decisions/0023


@dataclass(frozen=True, slots=True)
class Line:
    """A figure beside its budget; without a figure, `why` there is none."""

    name: str
    budget: float
    figure: float | None
    why: str = ""

    @property
    def over(self) -> bool:
        """Not `>`: what is no number keeps no budget."""
        return self.figure is not None and not self.figure <= self.budget

    def __str__(self) -> str:
        if self.figure is None:
            return f"{self.name:50} {self.why}"
        mark = "  OVER" if self.over else ""
        return f"{self.name:50} {self.figure:10.3f}   budget {self.budget:8.3f}{mark}"


def merged(figures: Figures, found: Figures) -> Figures:
    """The figures with a bench's own in place of older ones; a skipped figure has no older one."""
    skipped = found.get("skipped", {})
    kept = {name: figure for name, figure in figures.items() if name not in skipped}
    why = {name: reason for name, reason in figures.get("skipped", {}).items() if name not in found}
    return kept | found | {"skipped": why | skipped}


def lines(figures: Figures) -> Iterator[Line]:
    """Every budget, in order."""
    for name, budget in BUDGETS.items():
        if name not in figures:
            why = figures.get("skipped", {}).get(name)
            yield Line(name, budget, None, f"skipped: {why}" if why else "not measured")
        elif name == COLD_START:
            yield from _cold_starts(figures[name], figures[COLD_START_FLOOR])
        else:
            yield Line(name, budget, figures[name])


def _cold_starts(by_function: Mapping[str, float], floor: float) -> Iterator[Line]:
    for function, seconds in by_function.items():
        times = API_TIMES if function == "api" else COLD_START_TIMES
        yield Line(f"{COLD_START} {function}", times * floor, seconds)
