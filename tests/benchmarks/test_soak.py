"""What grows without end is told from what was only warming up."""

from tests.benchmarks.soak import ALLOWED, is_flat, report


def test_what_grows_all_the_time_is_not_flat_and_what_has_warmed_up_is() -> None:
    assert not is_flat([100.0 + 2 * n for n in range(90)], ALLOWED["memory_mb"])
    assert is_flat([100.0] * 20 + [200.0] * 70, ALLOWED["memory_mb"])
    assert is_flat([100.0 + n % 9 for n in range(90)], ALLOWED["memory_mb"])


def test_one_figure_that_grows_makes_the_whole_not_flat() -> None:
    samples = [{"web server memory_mb": 100.0, "web server open_files": 20.0 + n} for n in range(60)]
    text, flat = report(samples, 10)
    assert not flat
    assert "| web server memory, MB | 100 | 100 | 100 | yes |" in text
    assert "| web server open files | 30 | 50 | 70 | no |" in text
