"""0.1% new lines: load, score and publish them, against the same over everything; and the same rows after both."""

from itertools import islice
from pathlib import Path

from db.settings import stop
from tests.benchmarks.measuring import ROUNDS, Table
from tests.benchmarks.shop import Shop, new_shop, sample_file

SHARE = 0.001


def split(path: Path, folder: Path, parts: int) -> list[Path]:
    """The file without its last lines, then these in `parts` files of 0.1% of all lines each."""
    with path.open() as file:
        lines = sum(1 for _ in file) - 1
    each = max(1, round(lines * SHARE))
    sizes = [lines - parts * each, *[each] * parts]
    paths = [folder / f"part-{number}.csv" for number in range(len(sizes))]
    with path.open() as file:
        header, rest = next(file), ""
        for part, size in zip(paths, sizes, strict=True):
            with part.open("w") as out:
                out.write(header + rest)
                line = ""
                for line in islice(file, size):
                    out.write(line)
                invoice, rest = line.split(",", 1)[0], ""
                for line in file:  # an invoice stays whole: an add refuses one that comes back with other lines
                    if line.split(",", 1)[0] != invoice:
                        rest = line
                        break
                    out.write(line)
    return paths


def take(table: Table, shop: Shop, path: Path, kind: str) -> None:
    """Load, score, publish; a row for each and one for all."""
    steps = {"load": shop.load(path), "score": shop.score(), "publish": shop.publish()}
    for name, taken in steps.items():
        table.add(f"{kind}: {name}", taken.seconds, taken.megabytes)
    table.add(f"{kind}: all", sum(taken.seconds for taken in steps.values()))


def measure() -> Table:
    path = sample_file()
    table = Table(f"0.1% new lines, {path.stem}", "full: all")
    fulls = []
    for _ in range(ROUNDS):
        with new_shop() as shop:
            take(table, shop, path, "full")
            fulls.append(shop.fingerprints())
    with new_shop() as shop:
        first, *increments = split(path, shop.folder, ROUNDS)
        shop.load(first)
        shop.score()
        shop.publish()
        for part in increments:
            take(table, shop, part, "0.1% new")
        found = shop.fingerprints()
    if any(full != found for full in fulls):
        stop(f"the increments do not give what a full load gives: {found} in place of {fulls}.")
    table.notes += [
        f"The increments are {1 / table.ratio('0.1% new: all'):.1f} times faster than the full run.",
        "0 rows differ: " + ", ".join(f"{rows:,} {name}, md5 {md5}" for name, (rows, md5) in found.items()) + ".",
        "Every step is a whole command with its start. No training on either side.",
    ]
    return table


if __name__ == "__main__":
    print(measure())
