"""Features know nothing of the cutoff's day or later; labels know the window and nothing else."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import Engine, text

from ml.bgnbd import fit_bgnbd
from ml.features import FEATURE_NAMES
from ml.panel import Panel, concatenated, read_chunks, read_panel
from tests.ml.shop import add, order, score, small_shop

CUTOFF = datetime(2021, 6, 1)


def read(engine: Engine, *cutoffs: datetime) -> Panel:
    with engine.connect() as connection:
        return read_panel(connection, cutoffs or (CUTOFF,), (30, 60))


def values(panel: Panel, customer_id: str) -> dict[str, float]:
    row = list(panel.customers).index(customer_id)
    return dict(zip(FEATURE_NAMES, panel.features[row].tolist(), strict=True))


def test_nothing_dated_at_the_cutoff_or_later_reaches_a_feature_or_score(engine: Engine) -> None:
    with engine.begin() as connection:
        add(
            connection,
            order("a", datetime(2021, 3, 1), 50),
            order("a", datetime(2021, 5, 31, 23, 59), 70),
            order("b", datetime(2021, 4, 2), 20, country="France"),
            order("b", CUTOFF, 900, country="Spain"),
            order("a", CUTOFF + timedelta(days=3), -70),
            order("late", CUTOFF + timedelta(days=1), 10),
        )
    before = read(engine)
    with engine.begin() as connection:
        connection.execute(text("delete from orders where ordered_at >= :cutoff"), {"cutoff": CUTOFF})
        for number in range(20):
            add(
                connection,
                order("a", CUTOFF + timedelta(days=number), 10_000, country="Norway", products=99),
                order("b", CUTOFF + timedelta(days=number), -10_000, country="Norway"),
                order(f"new{number}", CUTOFF + timedelta(days=number), 5, country="Norway"),
            )
    after = read(engine)
    assert list(before.customers) == list(after.customers) == ["a", "b"]
    np.testing.assert_array_equal(before.features, after.features)
    np.testing.assert_array_equal(before.scores, after.scores)
    np.testing.assert_array_equal(before.typical_gap, after.typical_gap)


def test_a_planted_leak_would_be_seen(engine: Engine) -> None:
    """The comparison above has teeth: rows one day earlier do change what is read."""
    with engine.begin() as connection:
        add(connection, order("a", datetime(2021, 3, 1)), order("a", datetime(2021, 5, 1)))
    before = read(engine)
    with engine.begin() as connection:
        add(connection, order("a", CUTOFF - timedelta(days=1), 500, products=7))
    assert (before.features != read(engine).features).any()


def test_return_counts_from_its_own_date_on(engine: Engine) -> None:
    with engine.begin() as connection:
        add(
            connection,
            order("a", datetime(2021, 5, 1), 100),
            order("a", CUTOFF - timedelta(minutes=1), -30),
            order("b", datetime(2021, 5, 1), 100),
            order("b", CUTOFF, -30),
        )
    panel = read(engine)
    assert (values(panel, "a")["monetary"], values(panel, "a")["returns_per_order"]) == (70, 1)
    assert (values(panel, "b")["monetary"], values(panel, "b")["returns_per_order"]) == (100, 0)
    found = values(panel, "a")
    assert found["recency"] == 31  # a return is no order
    assert [found[f"order_days_{days}"] for days in (30, 90, 180, 365)] == [0, 1, 1, 1]
    assert found["order_days"] == 1
    assert found["active_share_6"] == pytest.approx(1 / 6)


@pytest.mark.parametrize(
    ("ordered_at", "expected"),
    [
        (CUTOFF - timedelta(seconds=1), False),
        (CUTOFF, True),
        (CUTOFF + timedelta(days=30) - timedelta(seconds=1), True),
        (CUTOFF + timedelta(days=30), False),
    ],
)
def test_label_window_holds_its_first_moment_and_not_its_last(
    engine: Engine, ordered_at: datetime, expected: bool
) -> None:
    with engine.begin() as connection:
        add(connection, order("a", datetime(2021, 3, 1)), order("a", ordered_at))
    assert read(engine).labels[30].tolist() == [expected]


def test_a_return_in_the_window_is_no_order(engine: Engine) -> None:
    with engine.begin() as connection:
        add(connection, order("a", datetime(2021, 3, 1)), order("a", CUTOFF + timedelta(days=2), -10))
    assert read(engine).labels[30].tolist() == [False]


def test_features_of_one_customer_by_hand(engine: Engine) -> None:
    with engine.begin() as connection:
        add(
            connection,
            order("a", datetime(2021, 1, 2, 9), 40, products=2),
            order("a", datetime(2021, 4, 2, 9), 60, products=4),
            order("a", datetime(2021, 4, 2, 15), 20, products=3),
            order("a", datetime(2021, 5, 12, 9), 80, products=3),
            order("b", datetime(2021, 5, 12, 9), 5, country="France"),
        )
    panel = read(engine)
    found = values(panel, "a")
    assert (found["recency"], found["order_days"], found["tenure"], found["second_last"]) == (20, 3, 150, 60)
    assert found["mean_gap"] == pytest.approx(65)
    assert found["recency_over_gap"] == pytest.approx(20 / 65)
    assert found["overdue"] == 0
    assert found["order_rate"] == pytest.approx(3 / 180)
    assert [found[f"order_days_{days}"] for days in (30, 90, 180, 365)] == [1, 2, 3, 3]
    assert found["active_share_6"] == pytest.approx(3 / 6)
    assert found["active_share_12"] == pytest.approx(3 / 12)
    assert (found["spend_90"], found["monetary"], found["average_order_value"]) == (160, 200, 50)
    assert found["products_per_order"] == 3
    assert found["home_country"] == 0 or values(panel, "b")["home_country"] == 0
    assert np.isnan(values(panel, "b")["mean_gap"])


def test_a_regular_customer_who_missed_orders_is_overdue(engine: Engine) -> None:
    with engine.begin() as connection:
        add(connection, *(order("a", CUTOFF - timedelta(days=days)) for days in (50, 60, 70)))
    assert values(read(engine), "a")["overdue"] == pytest.approx((50 / 10 - 2) * 3)


def test_each_cutoff_sees_its_own_past(engine: Engine) -> None:
    with engine.begin() as connection:
        add(connection, order("a", datetime(2021, 3, 1)), order("b", datetime(2021, 6, 5)))
    panel = read(engine, CUTOFF, datetime(2021, 7, 1))
    assert list(panel.at([CUTOFF]).customers) == ["a"]
    assert list(panel.at([datetime(2021, 7, 1)]).customers) == ["a", "b"]


def test_home_country_follows_the_setting(engine: Engine) -> None:
    with engine.begin() as connection:
        add(
            connection,
            order("a", datetime(2021, 3, 1)),
            order("b", datetime(2021, 3, 1)),
            order("c", datetime(2021, 3, 1), country="France"),
        )
    with engine.connect() as connection:
        french = read_panel(connection, [CUTOFF], (), "France")
    assert read(engine).column("home_country").tolist() == [1, 1, 0]
    assert french.column("home_country").tolist() == [0, 0, 1]


def test_every_row_after_the_cutoff_may_change_and_no_feature_does(engine: Engine) -> None:
    """A whole shop: later rows are deleted, moved to other customers, returned, made dear; the past reads the same."""
    with engine.begin() as connection:
        add(connection, *small_shop(customers=80))
    before = read(engine)
    assert len(before) > 40
    for change in (
        "update orders set net = -net * 1000, gross = 0, is_order = not is_order, products = 77, country = 'Norway'",
        "update orders set customer_id = 'c000', invoice_no = invoice_no || '-moved'",
        "delete from orders",
    ):
        with engine.begin() as connection:
            connection.execute(text(f"{change} where ordered_at >= :cutoff"), {"cutoff": CUTOFF})
        after = read(engine)
        assert list(before.customers) == list(after.customers)
        for name in ("features", "scores", "orders", "typical_gap"):
            np.testing.assert_array_equal(getattr(before, name), getattr(after, name), err_msg=f"{name}: {change}")
    assert before.labels[30].any() and not after.labels[30].any()


def test_the_rhythm_of_a_cutoff_is_fitted_on_its_own_past(engine: Engine) -> None:
    """The feature that BG/NBD makes is the same whether later cutoffs are read beside it or not."""
    with engine.begin() as connection:
        add(connection, *small_shop(customers=60))
    later = datetime(2021, 9, 1)
    np.testing.assert_array_equal(read(engine, CUTOFF, later).at([CUTOFF]).features, read(engine).features)


def test_spend_is_net_of_returns_in_the_window_and_of_nothing_else(engine: Engine) -> None:
    with engine.begin() as connection:
        add(
            connection,
            order("a", datetime(2021, 3, 1), 50),
            order("a", CUTOFF, 40),
            order("a", CUTOFF + timedelta(days=10), -15),
            order("a", CUTOFF + timedelta(days=45), 100),
            order("b", datetime(2021, 3, 1), 50),
            order("b", CUTOFF + timedelta(days=5), -50),
            order("later", CUTOFF + timedelta(days=5), 70),
        )
    panel = read(engine)
    assert (panel.spend[30].tolist(), panel.spend[60].tolist()) == ([25, -50], [125, -50])
    assert panel.labels[30].tolist() == [True, False]


def test_pieces_are_the_whole(engine: Engine) -> None:
    with engine.begin() as connection:
        add(connection, *small_shop(customers=70))
    whole = read(engine)
    with engine.begin() as connection:
        scores = f"rfm_scores_{score(connection, CUTOFF)}"
        pieces = list(read_chunks(connection, CUTOFF, None, fit_bgnbd(whole.rhythm()), scores, chunk=9))
    assert len(pieces) > 5
    together = concatenated(pieces)
    order_of = np.argsort(together.customers.astype(str)), np.argsort(whole.customers.astype(str))
    assert together.customers[order_of[0]].tolist() == whole.customers[order_of[1]].tolist()
    np.testing.assert_array_equal(together.features[order_of[0]], whole.features[order_of[1]])
    np.testing.assert_array_equal(together.scores[order_of[0]], whole.scores[order_of[1]])


def test_a_large_shop_learns_from_an_even_part_the_same_at_every_cutoff(engine: Engine) -> None:
    with engine.begin() as connection:
        add(connection, *small_shop(customers=150))
    later = datetime(2021, 7, 1)
    with engine.connect() as connection:
        part = read_panel(connection, [CUTOFF, later], (30,), most=40)
    whole = read(engine, CUTOFF, later)
    assert 20 < len(part.at([later])) < 80
    assert set(part.at([CUTOFF]).customers) <= set(part.at([later]).customers)
    rows = [list(whole.at([later]).customers).index(customer) for customer in part.at([later]).customers]
    # The last feature is that of BG/NBD, which is fitted on the part alone.
    np.testing.assert_array_equal(part.at([later]).features[:, :-1], whole.at([later]).features[rows][:, :-1])
    np.testing.assert_array_equal(part.at([later]).typical_gap, whole.at([later]).typical_gap[rows])
    np.testing.assert_array_equal(part.at([later]).labels[30], whole.at([later]).labels[30][rows])


def test_the_scores_of_an_even_part_are_among_themselves(engine: Engine) -> None:
    with engine.begin() as connection:
        add(connection, *small_shop(customers=150))
    with engine.connect() as connection:
        part = read_panel(connection, [CUTOFF], most=40)
    recency = part.column("recency")
    older = np.array([(recency > own).sum() for own in recency])
    np.testing.assert_array_equal(part.scores[:, 0], np.minimum(5, 1 + 5 * older // (len(part) - 1)))


def test_a_cutoff_before_the_first_order_gives_an_empty_panel(engine: Engine) -> None:
    with engine.begin() as connection:
        add(connection, order("a", datetime(2021, 8, 1)))
    panel = read(engine)
    assert (len(panel), panel.features.shape, panel.labels[30].tolist()) == (0, (0, len(FEATURE_NAMES)), [])


def test_a_missing_country_is_a_value_like_another(engine: Engine) -> None:
    rows = [order("a", datetime(2021, 3, 1)), order("b", datetime(2021, 4, 1))]
    with engine.begin() as connection:
        add(connection, *({**row, "country": None} for row in rows))
    assert set(read(engine).column("home_country").tolist()) <= {0.0, 1.0}
