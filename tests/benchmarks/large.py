"""54 million lines against 5.4 million: time per line and memory of load and scores, on both sides of the wire."""

from tests.benchmarks.measuring import Table, server_memory
from tests.benchmarks.shop import LINES, new_shop, sample_file, sample_file_of


def measure() -> Table:
    large = sample_file(10 * LINES)
    lines = int(large.stem.split("-")[1])
    tenth = sample_file_of(lines // 10)
    table = Table(f"{lines:,} lines against {lines // 10:,}", "small, load")
    per_line = {}
    for kind, path, count in (("small", tenth, lines // 10), ("large", large, lines)):
        with new_shop() as shop, server_memory(shop.folder) as seen:
            loaded, scored = shop.load(path), shop.score()
            table.add(f"{kind}, load", loaded.seconds, loaded.megabytes)
            table.add(f"{kind}, score", scored.seconds, scored.megabytes)
        per_line[kind] = (loaded.seconds + scored.seconds) / count
        table.notes.append(f"{kind}: the server took up to {max(seen, default=0):,.0f} MB (all processes, Pss).")
    table.notes.append(
        f"Time per line: {per_line['large'] * 1e6:.2f} µs against {per_line['small'] * 1e6:.2f} µs,"
        f" {per_line['large'] / per_line['small']:.2f} times."
    )
    return table


if __name__ == "__main__":
    print(measure())
