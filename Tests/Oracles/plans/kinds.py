"""Random questions: one function for what each field of a question may say, and a table of which fields a kind has.

A question is a function of the seed, its kind and its number alone.
"""
from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from formulas import Law
from optimum import least_distilled_loss
from question import JSON, read_question

LAWS = ("busbridge-2025", "busbridge-2025-printed", "busbridge-2025-figure1", "busbridge-2025-refit")
_SCENARIOS = ("best_case", "teacher_inference", "teacher_pretraining", "teacher_pretraining_inference")
_LEAST_BUDGET, _GREATEST_BUDGET = 1.0, 1e40

Chance = random.Random
Field = Callable[[Chance, JSON], None]


def question(seed: int, kind: str, number: int, laws: Mapping[str, Law]) -> JSON:
    chance = random.Random(f"{seed}/{kind}/{number}")
    body: JSON = {"budget_flops": _near(chance, 17, 27, 14, 32)}
    for field in (*KINDS[kind], _setting):
        field(chance, body)
    _relate_to_least(chance, body, laws)
    # A family is asked for a budget alone.
    if kind == "target" or kind == "mixed" and "students" not in body and chance.random() < 0.15:
        _aim(chance, body, laws)
    return body


def _log_uniform(chance: Chance, least: float, greatest: float) -> float:
    """A power of ten with an exponent between these, to five digits."""
    return float(f"{10 ** chance.uniform(least, greatest):.5g}")


def _near(chance: Chance, least: float, greatest: float, wide_least: float, wide_greatest: float) -> float:
    """Mostly in the first range of exponents, and sometimes in the second."""
    if chance.random() < 0.85:
        return _log_uniform(chance, least, greatest)
    return _log_uniform(chance, wide_least, wide_greatest)


def _bounds(chance: Chance, least: float, greatest: float) -> JSON | float:
    """A number, or bounds at one end or both; exponents as in _log_uniform."""
    if chance.random() < 0.3:
        return _log_uniform(chance, least, greatest)
    low, high = sorted(_log_uniform(chance, least, greatest) for _ in range(2))
    return chance.choice(({"min": low}, {"max": high}, {"min": low, "max": high}))


def _part(body: JSON, name: str) -> JSON:
    return body.setdefault(name, {})


def _fixed_student(chance: Chance, body: JSON) -> None:
    _part(body, "student")["params"] = _near(chance, 7.5, 11, 6, 15)


def _sized_student(chance: Chance, body: JSON) -> None:
    if chance.random() < 0.6:
        bounds = _bounds(chance, 7, 12)
        if isinstance(bounds, dict):
            _part(body, "student")["params"] = bounds


def _family(chance: Chance, body: JSON) -> None:
    body["students"] = []
    for _ in range(chance.choice((1, 2, 2, 2, 3))):
        one: JSON = {"params": _near(chance, 7.5, 11, 6, 13)}
        if chance.random() < 0.5:
            one["weight"] = _log_uniform(chance, -1, 1)
        if chance.random() < 0.4:
            one["count"] = chance.randint(1, 20)
        body["students"].append(one)


def _bounded_tokens(chance: Chance, body: JSON) -> None:
    _part(body, "student")["tokens"] = _bounds(chance, 8, 14)


def _data(chance: Chance, body: JSON) -> None:
    student = _part(body, "student")
    student["unique_tokens"] = _log_uniform(chance, 8, 14)
    if chance.random() < 0.5:
        student["max_epochs"] = chance.choice((1, 1.5, 2, 3, 8, 40))
    if chance.random() < 0.2:
        student["tokens"] = {"max": _log_uniform(chance, 8, 14)}


def _repeated_data(chance: Chance, body: JSON) -> None:
    _data(chance, body)
    _part(body, "student")["repetition"] = "muennighoff-2023"


def _any_student(chance: Chance, body: JSON) -> None:
    chance.choice((_fixed_student, _fixed_student, _sized_student, _family))(chance, body)


def _any_tokens(chance: Chance, body: JSON) -> None:
    chance.choice((_nothing, _nothing, _bounded_tokens, _data, _repeated_data))(chance, body)


def _nothing(chance: Chance, body: JSON) -> None:
    """Leaves a field out."""


def _sized_teacher(chance: Chance, body: JSON) -> None:
    for count, exponents in (("params", (7.5, 12)), ("tokens", (9, 14))):
        if chance.random() < 0.4:
            _part(body, "teacher")[count] = _bounds(chance, *exponents)


def _measured_teacher(chance: Chance, body: JSON) -> None:
    _part(body, "teacher")["loss"] = round(chance.uniform(1.4, 3.2), 4)
    if chance.random() < 0.7:
        body["teacher"]["params"] = _log_uniform(chance, 7.5, 12)
    if chance.random() < 0.3:
        body["teacher"]["tokens"] = _log_uniform(chance, 9, 14)


def _menu(chance: Chance, body: JSON) -> None:
    menu = _part(body, "teacher")["candidates"] = []
    for number in range(chance.randint(1, 6)):
        one: JSON = {"name": f"teacher-{number}", "params": _log_uniform(chance, 7.5, 12)}
        has_loss = chance.random() < 0.4
        if has_loss:
            one["loss"] = round(chance.uniform(1.6, 3.0), 4)
        if not has_loss or chance.random() < 0.5:
            one["tokens"] = _log_uniform(chance, 9, 14)
        menu.append(one)


def _any_teacher(chance: Chance, body: JSON) -> None:
    chance.choice((_sized_teacher, _sized_teacher, _measured_teacher, _menu))(chance, body)


def _costs(chance: Chance, body: JSON) -> None:
    """What the budget pays; then a measured teacher gets the counts that this needs."""
    draw = chance.random()
    if draw < 0.65:
        body["scenario"] = chance.choice(_SCENARIOS)
    elif draw < 0.85:
        shares = [chance.choice((0, 1, round(chance.random(), 3), _log_uniform(chance, -4, 0))) for _ in range(2)]
        body["costs"] = dict(zip(("teacher_logits", "teacher_pretraining"), shares, strict=True))
    teacher = body.get("teacher", {})
    trained = "costs" in body and body["costs"]["teacher_pretraining"] > 0
    trained = trained or "pretraining" in body.get("scenario", "")
    for one in teacher.get("candidates", [teacher] if "loss" in teacher else []):
        one.setdefault("params", _log_uniform(chance, 7.5, 12))
        if trained:
            one.setdefault("tokens", _log_uniform(chance, 9, 14))


def _sharing(chance: Chance, body: JSON) -> None:
    body["students_sharing_teacher"] = chance.choice((1, 2, 3, 10, 100, 12345))


def _serving(chance: Chance, body: JSON) -> None:
    body["serving"] = {"tokens": _near(chance, 9, 14, 6, 16)}


def _any_use(chance: Chance, body: JSON) -> None:
    if chance.random() < 0.3:
        _sharing(chance, body)
    if chance.random() < 0.3 and "students" not in body:
        _serving(chance, body)


def _setting(chance: Chance, body: JSON) -> None:
    if chance.random() < 0.6:
        body["law"] = chance.choice(LAWS)
    if chance.random() < 0.1:
        shape = {
            "context": chance.choice((512, 2048, 32768)), "vocabulary": chance.choice((8192, 50257, 256000)),
            "aspect_ratio": round(chance.uniform(20, 300), 1), "group_size": chance.choice((2, 4, 8)),
            "ffn_ratio": round(chance.uniform(1, 6), 2), "ffn_matrices": chance.choice((2, 3))}
        body["architecture"] = dict(chance.sample(list(shape.items()), chance.randint(1, len(shape))))


def _relate_to_least(chance: Chance, body: JSON, laws: Mapping[str, Law]) -> None:
    """Sometimes a budget next to the least that will do, above it or below; another for most that are less."""
    least, draw = read_question(body, laws).least_budget, chance.random()
    if draw < 0.12:
        part = 10 ** chance.uniform(-7, 0.5)
        budget = least * (1 + part) if chance.random() < 0.6 else least / (1 + part)
    elif body["budget_flops"] < least and draw < 0.85:
        budget = least * _log_uniform(chance, 0, 5)
    else:
        return
    if _LEAST_BUDGET <= budget <= _GREATEST_BUDGET:
        body["budget_flops"] = budget


def _aim(chance: Chance, body: JSON, laws: Mapping[str, Law]) -> None:
    """Asks for the loss of the best plan instead of for the plan, and sometimes for another loss."""
    loss = least_distilled_loss(read_question(body, laws), body.pop("budget_flops"))
    if loss is None or chance.random() < 0.1:
        loss = chance.uniform(1.5, 4)
    body["target_loss"] = round(loss, 6)


# What is asked: the fields of each kind, in an order that lets the later ones look at the earlier.
KINDS: dict[str, tuple[Field, ...]] = {
    "fixed": (_fixed_student, _sized_teacher, _costs),
    "capped": (_fixed_student, _bounded_tokens, _sized_teacher, _costs),
    "data": (_fixed_student, _data, _sized_teacher, _costs),
    "repeated": (_fixed_student, _repeated_data, _sized_teacher, _costs),
    "sized": (_sized_student, _sized_teacher, _costs),
    "measured": (_fixed_student, _measured_teacher, _costs),
    "menu": (_fixed_student, _menu, _costs),
    "sharing": (_fixed_student, _sized_teacher, _costs, _sharing),
    "serving": (_fixed_student, _sized_teacher, _costs, _serving),
    "served-sized": (_sized_student, _sized_teacher, _costs, _serving),
    "family": (_family, _sized_teacher, _costs),
    "target": (_fixed_student, _sized_teacher, _costs),
    "mixed": (_any_student, _any_tokens, _any_teacher, _costs, _any_use),
}
