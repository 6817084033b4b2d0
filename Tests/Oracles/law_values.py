"""Values of equations 1 and 8 to 40 digits, over their whole domain: writes Fixtures/law_values.csv.

usage: law_values.py > ../TestSupport/Fixtures/law_values.csv      (needs mpmath)

Beside each value stands its condition: by how many times the relative error of its inputs and of each elementary
function the formula multiplies them, summed over its terms. A computation that rounds after every step is right to
a few times condition * 2^-53.
"""
import itertools
import random

from mpmath import mp, mpf, log, exp

mp.dps = 40
SUPERVISED = {
    "table-6": ("1.22", "3355", "18186", "0.408", "0.431", "0.452"),
    "hoffmann": ("1.69337368", "406.401018", "410.722827", "0.33917084", "0.2849083", "1"),
    "steep": ("0.001", "1e20", "1e-20", "5", "0.01", "5"),
}
DISTILLATION = {
    "read": ("2243", "2418100", "0.321", "0.637", "0.764", "2.549", "522.6", "0.09", "1.315"),
    "printed": ("2243", "24181", "0.321", "0.637", "0.764", "2.549", "522.6", "0.09", "1.315"),
    "limit": ("6662.70457126926", "7685.432387012565", "0.38983826095650154", "0.36212598639048954",
              "0.7110240502193701", "2.3432956667864566", "1e8", "0.10109668594159073", "4.694397187151592"),
    "sharp": ("1000", "1e6", "0.3", "0.6", "0.8", "2", "1e8", "0.05", "2.5"),
    "plain": ("1000", "1e6", "0.3", "0.6", "0.8", "0", "0", "1", "1"),
    # "limit" with c1 at the end of its domain and the same kappa = d1 (c1 f1)^(-f1).
    "far-limit": ("6662.70457126926", "7685.432387012565", "0.38983826095650154", "0.36212598639048954",
                  "0.7110240502193701", "2.3432956667864566", "1e12", "0.10109668594159073", "11.911503308462725"),
}
COUNTS = ("1e6", "1.5e8", "1e9", "7.75e9", "1e12", "1e17")


def double(text):
    """The Double that the program reads, exactly."""
    return mpf(float(text))


def supervised(c, n, d):
    e, a, b, al, be, ga = map(double, c)
    s = a / n ** al + b / d ** be
    return e + s ** ga, s


def distilled(c, sup, n, d, lt):
    a, b, al, be, ga, c0, c1, f1, d1 = map(double, c)
    lstar, _ = supervised(sup, n, d)
    z = (log(lt) - log(lstar) - log(d1)) / f1
    soft = log(1 + exp(z))
    s = a / n ** al + b / d ** be
    loggap = -c0 * log(lt) - c1 * f1 * soft + ga * log(s)
    weak = 1 / (1 + exp(-z))
    condition = (4 + abs(c0 * log(lt)) + abs(c1 * f1 * soft) + ga * (1 + abs(log(s)) + al * log(n) + be * log(d))
                 + c1 * weak * (4 + abs(log(lt)) + abs(log(lstar)) + abs(log(d1)) + log(n) + log(d)))
    return loggap, condition


def main():
    random.seed(1)
    print("supervised,distillation,N,D,L_T,loss,reducible,log_gap,condition")
    for (sname, sup), n, d in itertools.product(SUPERVISED.items(), COUNTS, COUNTS):
        loss, s = supervised(sup, double(n), double(d))
        reducible = s ** double(sup[5])
        condition = 4 + double(sup[5]) * (2 + abs(log(s)) + double(sup[3]) * log(double(n)) + double(sup[4]) * log(double(d)))
        print(sname, "", n, d, "", mp.nstr(loss, 25), mp.nstr(reducible, 25), "", mp.nstr(condition, 6), sep=",")
    teachers = ("1.2200001", "1.5", "1.9", "2.3", "2.8", "5", "30")
    for (dname, dis), n, d, lt in itertools.product(DISTILLATION.items(), COUNTS, COUNTS, teachers):
        if random.random() < 0.6:
            continue
        loggap, condition = distilled(dis, SUPERVISED["table-6"], double(n), double(d), double(lt))
        print("table-6", dname, n, d, lt, "", "", mp.nstr(loggap, 25), mp.nstr(condition, 6), sep=",")


main()
