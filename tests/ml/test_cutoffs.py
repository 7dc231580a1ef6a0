"""The months to learn from and to test on."""

from datetime import datetime

from ml.cutoffs import completed, cutoffs_to_test, month_firsts

BEGIN = datetime(2010, 12, 1, 8, 26)
AS_OF = datetime(2011, 12, 10)
MONTHS = [datetime(2011, month, 1) for month in range(3, 13)]


def test_first_cutoff_has_ninety_days_of_orders_before_it() -> None:
    assert month_firsts(BEGIN, AS_OF) == MONTHS
    assert month_firsts(datetime(2010, 12, 2), AS_OF)[0] == datetime(2011, 4, 1)


def test_months_go_on_over_the_turn_of_the_year() -> None:
    months = month_firsts(datetime(2010, 8, 1), datetime(2011, 2, 1))
    assert months == [datetime(2010, 11, 1), datetime(2010, 12, 1), datetime(2011, 1, 1), datetime(2011, 2, 1)]


def test_a_shop_younger_than_ninety_days_has_no_cutoff() -> None:
    assert month_firsts(BEGIN, datetime(2011, 2, 15)) == []


def test_a_window_that_ends_at_the_moment_is_complete_and_one_day_later_is_not() -> None:
    april = datetime(2011, 4, 1)
    assert completed([april], 30, datetime(2011, 5, 1)) == [april]
    assert completed([april], 31, datetime(2011, 5, 1)) == []


def test_thirty_days_are_tested_from_may_to_november() -> None:
    assert cutoffs_to_test(MONTHS, 30, AS_OF) == [datetime(2011, month, 1) for month in range(5, 12)]


def test_sixty_days_are_tested_from_june_to_october() -> None:
    assert cutoffs_to_test(MONTHS, 60, AS_OF) == [datetime(2011, month, 1) for month in range(6, 11)]


def test_february_does_not_hide_a_window_that_is_still_open() -> None:
    months = [datetime(2011, 1, 1), datetime(2011, 2, 1), datetime(2011, 3, 1)]
    assert completed(months, 30, datetime(2011, 3, 1)) == months[:1]
