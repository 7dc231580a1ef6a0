"""The rhythm of a customer's orders: all that BG/NBD looks at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

DAYS_A_WEEK = 7.0


@dataclass(frozen=True)
class Rhythm:
    """n customers, in weeks: repeat order days x, age at the last of them t_x, age T; a day counts once."""

    repeats: Floats
    last: Floats
    age: Floats

    @classmethod
    def of(cls, order_days: Floats, recency: Floats, tenure: Floats) -> "Rhythm":
        """From days with an order, days since the last and since the first, (n,) each."""
        return cls(order_days - 1, (tenure - recency) / DAYS_A_WEEK, tenure / DAYS_A_WEEK)

    def __len__(self) -> int:
        return len(self.repeats)

    def rows(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "Rhythm":
        """The part of these rows."""
        return Rhythm(self.repeats[chosen], self.last[chosen], self.age[chosen])
