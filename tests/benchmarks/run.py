"""`make bench`: every measure, printed as tables for docs/benchmarks.md."""

from tests.benchmarks import increment, real_file, rfm, scoring


def main() -> None:
    for measure in (real_file.measure, increment.measure, rfm.measure, scoring.measure):
        print(measure(), flush=True)


if __name__ == "__main__":
    main()
