"""Moments for Hypothesis. Its own strategy wants bounds without a zone, which this project has nowhere else."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st


def moments(first_year: int, end_year: int) -> st.SearchStrategy[datetime]:
    """Any microsecond in UTC from the first of January of one year up to that of another."""
    start, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (first_year, end_year))
    return st.timedeltas(timedelta(), end - start).map(start.__add__)
