"""Uses a client that was generated from openapi.yaml, for real: a plan, a study, an import, a fit to its end, a problem.

    use_client.py ADDRESS FOLDER        FOLDER holds the generated package
"""
from __future__ import annotations

import json
import os
import sys
import time

ADDRESS, FOLDER = sys.argv[1:]
sys.path.insert(0, FOLDER)
# The package is made anew in every run; nothing but this file knows its names.
from distill_planner_client import DefaultApi, models  # type: ignore[import-not-found]  # noqa: E402
from distill_planner_client.api_client import ApiClient  # type: ignore[import-not-found]  # noqa: E402
from distill_planner_client.configuration import Configuration  # type: ignore[import-not-found]  # noqa: E402
from distill_planner_client.exceptions import ApiException  # type: ignore[import-not-found]  # noqa: E402

PATIENCE_SECONDS = 120


def main() -> None:
    with ApiClient(Configuration(host=ADDRESS)) as client:
        if token := os.environ.get("DISTILL_PLANNER_TOKEN"):
            client.set_default_header("Authorization", f"Bearer {token}")
        api = DefaultApi(client)

        answer = api.make_plan(models.PlanRequest.from_dict({"budget_flops": 1e22, "student": {"params": "1B"}}))
        plan = answer.actual_instance
        expect(plan.recommendation == "supervised", f"the plan recommends {plan.recommendation}")
        expect(abs(plan.loss_advantage + 0.0329) < 1e-4, f"the plan's advantage is {plan.loss_advantage}")

        study = api.make_study(models.StudyRequest.from_dict({"id": "client", "name": "Client", "dataset": "C4"}))
        expect(study.id == "client", f"the study is {study.id}")
        report = api.import_runs("client", runs(), source="grid", _content_type="text/csv")
        expect(report.counts.inserted == 36, f"{report.counts.inserted} of 36 runs are taken")
        page = api.list_runs("client", limit=10)
        expect(page.total == 36 and len(page.runs) == 10, f"{len(page.runs)} of {page.total} runs are listed")

        fit = api.ask_for_fit("client", models.FitRequest.from_dict({
            "law": "supervised", "name": "by-client", "gamma": "one", "starts": 4, "bootstrap": {"resamples": 8}, "profiles": False,
            "leave_one_out": False}))
        deadline = time.monotonic() + PATIENCE_SECONDS
        while fit.status in ("queued", "running") and time.monotonic() < deadline:
            time.sleep(0.2)
            fit = api.read_fit(fit.id)
        expect(fit.status == "done", f"the fit is {fit.status}")
        law = api.read_law("by-client")
        expect(abs(law.coefficients["supervised.E"] - 1.5) < 0.2, f"the law's E is {law.coefficients['supervised.E']}")

        try:
            api.make_plan(models.PlanRequest.from_dict({"budget_flops": 1e22, "student": {"params": "1K"}}))
            raise SystemExit("check-client: a student of a thousand parameters is taken")
        except ApiException as error:
            problem = models.Problem.from_dict(json.loads(error.body))
            pointers = [fault.pointer for fault in problem.errors]
            expect(error.status == problem.status == 422, f"the problem is {error.status}")
            expect(pointers == ["/student/params"], f"the problem points at {pointers}")
    print("The generated client plans, makes a study, imports, fits to the end, and reads a problem.")


def runs() -> str:
    """Runs of a supervised law of E = 1.5, with a misfit of two thousandths."""
    lines = ["external_id,params,tokens,loss"]
    for size in range(6):
        for ratio in (10, 20, 40, 80, 160, 320):
            params = 100_000_000 * 2**size
            loss = (1.5 + 400 / params**0.34 + 600 / (ratio * params) ** 0.3) * (1 + 0.002 * (-1) ** (size + ratio // 10))
            lines.append(f"{len(lines)},{params},{ratio * params},{loss:.6f}")
    return "\n".join(lines) + "\n"


def expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise SystemExit(f"check-client: {otherwise}")


if __name__ == "__main__":
    main()
