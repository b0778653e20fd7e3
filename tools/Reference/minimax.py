#!/usr/bin/env python3
"""Prints the minimax polynomials behind src/Autograd/Kernels/VectorMath and SpecialFunctions.

    apt-get install python3-mpmath
    python3 tools/Reference/minimax.py          (a few seconds)

Each fit minimises the largest weighted error over an interval by Remez' exchange on a dense Chebyshev grid, in 60-digit
arithmetic; the weight makes it the error relative to the function that the polynomial is part of. The double-precision
coefficients in the source are these, rounded. The single-precision ones were then moved by a few units in the last place
where that made up for the rounding of the others, but for those of Gelu's table. (The quotient of two polynomials in Gelu is
not among them: it came from the same exchange applied to f·Q - P, weighted with the Q of the round before, and was then
moved likewise.)
"""

from mpmath import cos, erf, erfc, exp, expm1, fabs, log, log1p, lu_solve, matrix, mp, mpf, nint, pi, sin, sqrt, tanh

mp.dps = 60
TINY = mpf(10) ** -22


def chebyshev_grid(low, high, count):
    middle, radius = (mpf(low) + mpf(high)) / 2, (mpf(high) - mpf(low)) / 2
    return [middle - radius * cos(pi * i / (count - 1)) for i in range(count)]


def minimax(function, weight, low, high, degree, count=500):
    """The coefficients, constant first, and the largest weighted error."""
    terms = degree + 1
    grid = chebyshev_grid(low, high, count)
    values, weights = [function(x) for x in grid], [weight(x) for x in grid]
    reference = [round((count - 1) * k / terms) for k in range(terms + 1)]
    previous = None
    for _ in range(30):
        # On the reference points the weighted error shall alternate between +e and -e.
        system, right = matrix(terms + 1, terms + 1), matrix(terms + 1, 1)
        for row, i in enumerate(reference):
            for power in range(terms):
                system[row, power] = weights[i] * grid[i] ** power
            system[row, terms] = (-1) ** row
            right[row] = weights[i] * values[i]
        solution = lu_solve(system, right)
        coefficients = [solution[power] for power in range(terms)]
        errors = [w * (v - sum(c * x ** k for k, c in enumerate(coefficients))) for x, v, w in zip(grid, values, weights)]
        largest = max(fabs(error) for error in errors)
        if previous is not None and fabs(largest - previous) <= largest / 10**6:
            break
        previous = largest

        # The new reference: the largest error of each run of one sign.
        extremes = []
        for i, error in enumerate(errors):
            if not extremes or (error > 0) != (errors[extremes[-1]] > 0):
                extremes.append(i)
            elif fabs(error) > fabs(errors[extremes[-1]]):
                extremes[-1] = i
        while len(extremes) > terms + 1:
            extremes.pop(0 if fabs(errors[extremes[0]]) < fabs(errors[extremes[-1]]) else -1)
        if len(extremes) < terms + 1:
            break
        reference = extremes
    return coefficients, largest


def quotient(function, series):
    """The function, or its first terms around 0, where it is 0/0."""
    return lambda x: function(x) if fabs(x) > TINY else series(x)


def erfcx(x):
    return exp(x * x) * erfc(x)


def mills(s, centre):
    """(t + 4)·exp(t²/2)·Φ(-t) with s = centre - 8 / (t + 4)."""
    t = 8 / (mpf(centre) - s) - 4
    return (t + 4) * exp(t * t / 2) * erfc(t / sqrt(mpf(2))) / 2


exp_quotient = quotient(lambda r: (expm1(r) - r) / r**2, lambda r: mpf(1) / 2 + r / 6)
log_cubic = quotient(lambda f: (log1p(f) - f + f * f / 2) / f**3, lambda f: mpf(1) / 3 - f / 4)
log_square = quotient(lambda e: (log1p(e) - e) / e**2, lambda e: -mpf(1) / 2 + e / 3)
artanh_odd = quotient(lambda z: (log((1 + sqrt(z)) / (1 - sqrt(z))) / sqrt(z) - 2) / z, lambda z: mpf(2) / 3 + 2 * z / 5)
tanh_odd = quotient(lambda z: (tanh(sqrt(z)) / sqrt(z) - 1) / z, lambda z: -mpf(1) / 3 + 2 * z / 15)
sin_odd = quotient(lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z, lambda z: -mpf(1) / 6 + z / 120)
cos_even = quotient(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, lambda z: mpf(1) / 24 - z / 720)
erf_odd = quotient(lambda z: erf(sqrt(z)) / sqrt(z) - 1, lambda z: 2 / sqrt(pi) - 1 - 2 * z / (3 * sqrt(pi)))

HALF_LN2 = log(mpf(2)) / 2 * mpf("1.002")
THIRD = mpf(1) / 3 * mpf("1.0001")
EIGHTH_TURN = (pi / 4 * mpf("1.001")) ** 2
CENTRE = mpf(65) / 64

def gelu_entries():
    """The intervals of Φ(n) that Gelu picks by the rounded number of n·(a·n - b): the centres and what they leave of n."""
    a, b, end = mpf("0.25020576"), mpf("0.6"), mpf("6.75")
    bounds = [mpf(0)] + [(sqrt(b * b + 4 * a * (entry + mpf(1) / 2)) - b) / (2 * a) for entry in range(15)] + [end]
    for near, far in zip(bounds, bounds[1:]):
        centre = -nint((near + far) / 2 * 64) / 64 if near else mpf(0)
        yield centre, -far - centre, -near - centre


def normal_tail(centre):
    return lambda d: erfc(-(centre + d) / sqrt(mpf(2))) / 2


# What it is, the function, the weight, the interval, the degree in single and in double precision (None: not used there).
FITS = [
    ("exp: (eʳ - 1 - r) / r²", exp_quotient, lambda r: r * r / exp(r), -HALF_LN2, HALF_LN2, 4, None),
    ("expm1: (eʳ - 1 - r) / r²", exp_quotient, lambda r: fabs(r * r / expm1(r)) if r else mpf(0), -HALF_LN2, HALF_LN2, 5, 10),
    ("expm1, scalar", exp_quotient, lambda r: fabs(r * r / expm1(r)) if r else mpf(0), -mpf("0.501"), mpf("0.501"), None, 11),
    ("log: (log(1 + f) - f + f²/2) / f³", log_cubic, lambda f: fabs(f**3 / log1p(f)) if f else mpf(0), -THIRD, THIRD, 7, None),
    ("log: (log((1 + s) / (1 - s)) / s - 2) / s² in s²", artanh_odd,
     lambda z: z * sqrt(z) / log((1 + sqrt(z)) / (1 - sqrt(z))) if z > TINY else z / 2, 0, mpf("0.0401"), None, 7),
    ("softplus: (log(1 + e) - e) / e²", log_square, lambda e: e * e / log1p(e) if e else mpf(0), 0, 1, 8, None),
    ("tanh: (tanh x - x) / x³ in x²", tanh_odd, lambda z: z * sqrt(z) / tanh(sqrt(z)) if z > TINY else z, 0, mpf("0.551") ** 2, 4, 10),
    ("sin: (sin x - x) / x³ in x²", sin_odd, lambda z: z * sqrt(z) / sin(sqrt(z)) if z > TINY else z, 0, EIGHTH_TURN, 2, 6),
    ("cos: (cos x - 1 + x²/2) / x⁴ in x²", cos_even, lambda z: z * z / cos(sqrt(z)), 0, EIGHTH_TURN, 2, 5),
    ("erf: (erf x - x) / x in x²", erf_odd, lambda z: sqrt(z) / erf(sqrt(z)) if z > TINY else mpf(1), 0, mpf("0.85") ** 2, 5, None),
    ("erf: (erf x - x) / x in x², scalar", erf_odd, lambda z: sqrt(z) / erf(sqrt(z)) if z > TINY else mpf(1), 0, mpf("0.2525"), None, 9),
    ("erf: log2 erfc x", lambda x: log(erfc(x), 2), lambda x: erfc(x) / erf(x) * log(mpf(2)), mpf("0.85"), 4, 6, None),
    ("erf: 2ᶠ", lambda f: mpf(2) ** f, lambda f: mpf(2) ** -f, -mpf("0.501"), mpf("0.501"), 5, None),
    ("Φ: (t + 4)·exp(t²/2)·Φ(-t) in 65/64 - 8 / (t + 4)", lambda s: mills(s, CENTRE), lambda s: 1 / mills(s, CENTRE),
     CENTRE - 2 + TINY, CENTRE - 8 / mpf("18.6"), 9, None),
    ("erfcx(1.25 + u)", lambda u: erfcx(mpf("1.25") + u), lambda u: 1 / erfcx(mpf("1.25") + u), -mpf("0.75"), mpf("0.75"), None, 20),
    ("erfcx(2.96875 + u)", lambda u: erfcx(mpf("2.96875") + u), lambda u: 1 / erfcx(mpf("2.96875") + u),
     2 - mpf("2.96875"), 4 - mpf("2.96875"), None, 19),
    ("x·erfcx(x) in 1/x²", lambda w: erfcx(1 / sqrt(w)) / sqrt(w), lambda w: sqrt(w) / erfcx(1 / sqrt(w)),
     1 / mpf("27.5") ** 2, mpf(1) / 16, None, 14),
    *((f"gelu: Φ({float(centre)} + d)", normal_tail(centre), lambda d, tail=normal_tail(centre): 1 / tail(d), low, high, 7, None)
      for centre, low, high in gelu_entries()),
]


def main():
    for title, function, weight, low, high, single, double in FITS:
        for precision, degree in (("single", single), ("double", double)):
            if degree is None:
                continue
            coefficients, error = minimax(function, weight, low, high, degree)
            print(f"{title}, {precision} precision: degree {degree}, error 2^{float(log(error, 2)):.1f}")
            print("   ", ", ".join(f"{float(c):.9g}" if precision == "single" else repr(float(c)) for c in coefficients), flush=True)


if __name__ == "__main__":
    main()
