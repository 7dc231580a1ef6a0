"""BG/NBD: how often a customer orders and whether they are still one, from the rhythm of their past alone.

While a customer, orders come at a rate of their own (gamma over customers: shape r, rate alpha); after each one the
customer may leave for good, with a chance of their own (beta over customers: a, b). Source: Fader, Hardie & Lee (2005),
"Counting Your Customers" the Easy Way, Marketing Science 24(2), equations 6 to 10.

The fit is the mode under wide log-normal priors, inside bounds, with time in weeks: maximum likelihood alone runs off
to infinity on many shops' data (a and b together, or r and alpha together), a bounded mode does not.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1

from ml.rhythm import DAYS_A_WEEK, Floats, Rhythm

LOG_BOUND = 7.0  # each parameter stays between e^-7 and e^7
PRIOR_MEAN: Floats = np.array([0.0, np.log(8.0), 0.0, 1.0])  # r, alpha (weeks), a, b, as logs
PRIOR_SD = 1.5
MOST_CUSTOMERS = 20_000  # four parameters need no more
NODES, WEIGHTS = np.polynomial.legendre.leggauss(8)


@dataclass(frozen=True)
class BgNbd:
    """The four parameters of a shop, alpha in weeks; `converged` says whether the search came to rest."""

    r: float
    alpha: float
    a: float
    b: float
    converged: bool = True

    def alive(self, rhythm: Rhythm) -> Floats:
        """(n,) probability that the customer has not left, 0 to 1; 1 without a repeat order, as the model has it."""
        x, k = rhythm.repeats, self.r + rhythm.repeats
        log_odds = np.log(self.a) - np.log(self.b + np.maximum(x, 1) - 1)
        log_odds = log_odds + k * (np.log(self.alpha + rhythm.age) - np.log(self.alpha + rhythm.last))
        gone = np.where(x > 0, log_odds, -np.inf)
        found: Floats = np.exp(-np.logaddexp(0.0, gone))
        return found

    def probability(self, rhythm: Rhythm, days: int) -> Floats:
        """(n,) probability of at least one order in the next `days`, 0 to 1."""
        found: Floats = self.alive(rhythm) * self.probability_if_alive(rhythm, days)
        return found

    def probability_if_alive(self, rhythm: Rhythm, days: int) -> Floats:
        """(n,) the same, were it known that the customer has not left."""
        log_none = -(self.r + rhythm.repeats) * np.log1p(days / DAYS_A_WEEK / (self.alpha + rhythm.age))
        found: Floats = -np.expm1(log_none)
        return found

    def expected_orders(self, rhythm: Rhythm, days: int) -> Floats:
        """(n,) expected number of order days in the next `days`.

        The integral of the rate of those still there, by eight Gauss-Legendre nodes. The closed form divides by a - 1
        and loses all digits near a = 1; this one does not. Each pair of repeats and age is computed once.
        """
        pairs, place = np.unique(np.column_stack([rhythm.repeats, rhythm.age]), axis=0, return_inverse=True)
        k, scale = self.r + pairs[:, 0], self.alpha + pairs[:, 1]
        weeks = days / DAYS_A_WEEK
        total = np.zeros(len(pairs))
        for node, weight in zip(NODES, WEIGHTS, strict=True):
            z = (node + 1) / 2 * weeks / scale
            both = self.a + self.b + pairs[:, 0]
            # Pfaff's transformation keeps the argument of 2F1 between 0 and 1, where its series is at ease.
            rate = np.exp(-self.a * np.log1p(z)) * hyp2f1(self.a, both - k - 1, both, z / (1 + z))
            total += weight / 2 * weeks * k / scale * rate
        found: Floats = self.alive(rhythm) * total[place.reshape(-1)]
        return found


def log_likelihood(parameters: Floats, rhythm: Rhythm) -> Floats:
    """(n,) log-likelihood of each customer at log(r, alpha, a, b), by log-sum-exp."""
    r, alpha, a, b = np.exp(parameters)
    x = rhythm.repeats
    begin = gammaln(r + x) - gammaln(r) + r * np.log(alpha) - betaln(a, b)
    stays = betaln(a, b + x) - (r + x) * np.log(alpha + rhythm.age)
    leaves = betaln(a + 1, b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + rhythm.last)
    found: Floats = begin + np.logaddexp(stays, np.where(x > 0, leaves, -np.inf))
    return found


def fit_bgnbd(rhythm: Rhythm) -> BgNbd:
    """The mode for these customers; without any, the prior's middle.

    More than 20,000 customers are thinned evenly. Equal customers are computed once.
    """
    if len(rhythm) > MOST_CUSTOMERS:
        rhythm = rhythm.rows(np.linspace(0, len(rhythm) - 1, MOST_CUSTOMERS).astype(np.int64))
    table = np.column_stack([rhythm.repeats, rhythm.last, rhythm.age])
    distinct, counts = np.unique(table, axis=0, return_counts=True)
    once = Rhythm(*distinct.T) if len(distinct) else rhythm

    def loss(parameters: Floats) -> float:
        prior = np.sum(((parameters - PRIOR_MEAN) / PRIOR_SD) ** 2) / 2
        return float((prior - counts @ log_likelihood(parameters, once)) / max(len(rhythm), 1))

    found = minimize(loss, PRIOR_MEAN, method="L-BFGS-B", bounds=[(-LOG_BOUND, LOG_BOUND)] * 4)
    r, alpha, a, b = (float(value) for value in np.exp(found.x))
    return BgNbd(r, alpha, a, b, bool(found.success))
