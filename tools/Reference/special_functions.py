#!/usr/bin/env python3
"""Writes tests/Autograd.Tests/Golden/special-functions.csv: elementary and special functions to 40 digits, by mpmath.

    apt-get install python3-mpmath
    python3 tools/Reference/special_functions.py

One line is one point: the function, x, the value rounded to double, and what that rounding took away, in units in the last
place of the value (between -0.5 and 0.5). The last column lets a test measure errors below one ulp.

x is always a double. Two points in three are floats as well and so test both precisions; the third has all 53 bits.
The points are fixed (a golden-ratio sequence, no random numbers), so the file does not change from run to run.
"""

import pathlib
import struct

from mpmath import cos, erf, erfc, exp, expm1, frexp, isinf, ldexp, log, log1p, mp, mpf, pi, sin, sqrt, tanh

mp.dps = 80  # 40 correct digits even where exp(-x²) multiplies an absolute error by x²

GOLDEN_RATIO = 0.6180339887498949


def to_float(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def between(low, high, count):
    """Points spread over an interval, two in three of them floats."""
    points = []
    for i in range(1, count + 1):
        x = low + (high - low) * ((i * GOLDEN_RATIO) % 1.0)
        points.append(x if i % 3 == 0 else to_float(x))
    return points


# Both signs of numbers of every size: subnormal in double, subnormal in float, and up to 1.
SMALL = [sign * scale * factor
         for scale, factor in [(2.0**-1074, 3), (2.0**-1030, 1.6875), (2.0**-149, 5), (2.0**-130, 1.4375), (2.0**-100, 1.3),
                               (2.0**-54, 1.5), (2.0**-53, 1.0), (2.0**-40, 1.7), (2.0**-26, 1.25), (2.0**-24, 1.0),
                               (2.0**-12, 1.875), (2.0**-7, 1.1), (2.0**-4, 1.3), (2.0**-2, 1.0), (2.0**-1, 1.0)]
         for sign in (1, -1)]
POSITIVE_SMALL = [x for x in SMALL if x > 0]


def softplus(x):
    return max(x, mpf(0)) + log1p(exp(-abs(x)))


def normal_cdf(x):
    return erfc(-x / sqrt(mpf(2))) / 2


# The arguments are dense where the kernels change from one formula to the next.
FUNCTIONS = {
    "Exp": (exp, SMALL + between(-1, 1, 15) + between(-20, 20, 15) + between(-104, 89, 20) + between(-745, 709, 20)),
    "Log": (log, POSITIVE_SMALL + between(0.5, 2, 50) + between(0.99, 1.01, 10) + between(2, 100, 15) + between(1e3, 1e9, 10)
            + [to_float(3.1e38), 1.7e308, 2.0**1000, 2.0**-1000]),
    "Log1p": (log1p, SMALL + between(-1, 1, 40) + between(-0.3, 0.5, 20) + between(1, 1000, 15) + [to_float(3.1e38), 1.7e308]),
    "Expm1": (expm1, SMALL + between(-1, 1.2, 40) + between(-0.4, 0.6, 15) + between(-45, 89, 15) + between(89, 709, 6)),
    "Sin": (sin, SMALL + between(-3.2, 3.2, 30) + between(-100, 100, 15) + between(-9000, 9000, 15)
            + [to_float(float(k * pi / 2)) for k in (1, 2, 3, 4, 5, 100, 5000)] + [1e22, -1e15, to_float(3e38), 1.7e308]),
    "Cos": (cos, SMALL + between(-3.2, 3.2, 30) + between(-100, 100, 15) + between(-9000, 9000, 15)
            + [to_float(float(k * pi / 2)) for k in (1, 2, 3, 4, 5, 101, 5001)] + [1e22, -1e15, to_float(3e38), 1.7e308]),
    "Tanh": (tanh, SMALL + between(-1, 1, 30) + between(0.5, 0.6, 15) + between(-20, 20, 25) + [100.0, -1e30]),
    "Sigmoid": (lambda x: 1 / (1 + exp(-x)), SMALL + between(-6, 6, 25) + between(-40, 40, 20) + between(-104, -80, 15)
                + between(-745, -104, 10)),
    "Softplus": (softplus, SMALL + between(-3, 3, 35) + between(-40, 40, 20) + between(-104, -80, 10) + between(-745, -104, 10) + [1e30]),
    "LogSigmoid": (lambda x: -softplus(-x), SMALL + between(-3, 3, 35) + between(-40, 40, 20) + between(80, 104, 10) + between(104, 745, 10)
                   + [-1e30]),
    "Erf": (erf, SMALL + between(-1, 1, 25) + between(0.4, 0.6, 10) + between(0.8, 1, 10) + between(-6.5, 6.5, 25) + [1e10, -1e300]),
    "Erfc": (erfc, SMALL + between(-1, 1, 30) + between(-6, 4, 20) + between(4, 12, 15) + between(12, 27.2, 20)),
    "NormalCdf": (normal_cdf, SMALL + between(-2, 2, 30) + between(-8, 8, 25) + between(-14.4, -8, 20) + between(-38.4, -14.4, 15)),
    "Gelu": (lambda x: x * normal_cdf(x), SMALL + between(-2, 2, 30) + between(-14, 8, 30) + between(-36.9, -14, 10)),
    "NormalPdf": (lambda x: exp(-x * x / 2) / sqrt(2 * pi), SMALL + between(-2, 2, 25) + between(-8, 8, 20) + between(-38.5, -8, 25)),
}


def line(name, function, x):
    exact = function(mpf(x))
    value = float(exact)  # rounds to nearest, subnormals included
    if isinf(value):
        raise ValueError(f"{name}({x!r}) overflows; such points belong to the tests of special values")
    exponent = max(frexp(mpf(value))[1], -1021) - 53 if value != 0 else -1074
    remainder = round(float(ldexp(exact - mpf(value), -exponent)), 4) + 0.0
    return f"{name},{x!r},{value!r},{remainder:g}"


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    rows = ["function,x,value,remainder in ulp"]
    for name, (function, points) in FUNCTIONS.items():
        rows += [line(name, function, x) for x in sorted(set(points))]
    target = root / "tests" / "Autograd.Tests" / "Golden" / "special-functions.csv"
    target.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(rows) - 1} points written to {target.relative_to(root)}")


if __name__ == "__main__":
    main()
