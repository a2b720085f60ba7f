"""Hypothesis strategies for records and numbers."""

from hypothesis import strategies as st

from risks.model import Indicator
from tests.builders import make_indicator

values = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))
powers = st.one_of(st.sampled_from([-10.0, -1.0, 0.0, 1.0, 2.0]), st.floats(-20, 20))


@st.composite
def goalposts(draw: st.DrawFn) -> tuple[float, ...]:
    count = draw(st.sampled_from([2, 4]))
    found = draw(st.lists(values, min_size=count, max_size=count, unique=True))
    return tuple(sorted(found, reverse=draw(st.booleans())))


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    return make_indicator(goalposts=draw(goalposts()), no_news=draw(st.floats(0, 100)))


@st.composite
def means(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    """Values 0-100 with weights that are not all zero."""
    count = draw(st.integers(1, 8))
    score = st.one_of(st.just(0.0), st.floats(1e-3, 100))
    weight = st.one_of(st.just(0.0), st.floats(1e-3, 10))
    found = draw(st.lists(score, min_size=count, max_size=count))
    weights = draw(st.lists(weight, min_size=count, max_size=count).filter(sum))
    return found, weights
