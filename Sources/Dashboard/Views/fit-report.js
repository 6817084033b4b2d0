/** One fit: how far it is, why it failed, or what came of it. */
import { Problem, Unreachable } from "./api.js";
import { wordsOf } from "./dialog.js";
import { element } from "./dom.js";
import { optionsOf, timeOf } from "./fit-list.js";
import { fitResult } from "./fit-result.js";
import { promotion } from "./promotion.js";
import { segments } from "./form.js";
import { once, writer } from "./writes.js";

const stages = {
  starts: "Searching from the starts",
  profiles: "Finding how far each parameter may move",
  leave_one_out: "Predicting each configuration without it",
  resamples: "Fitting resamples",
};

/** The report: `element`, `show(fit, values)`, `part(name)`, `has(summary)`, `fail(words)`, `close()`. */
export function fitReport(page, onchanged) {
  const verdict = element("p", { class: "verdict", role: "status" }, "Reading…");
  const about = element("p", { class: "note about" });
  const work = element("div", { class: "work" });
  const head = element(
    "section",
    { class: "answer slim fit-head", "aria-label": "The fit" },
    element("div", {}, verdict, about),
    work,
  );
  const place = element("div", { class: "stack" });
  const progress = progressOf(() => cancel());
  let [current, result, shownPart] = [null, null, null];

  const cancel = () =>
    once(progress.button, async () => {
      try {
        await writer()("DELETE", `fits/${current.id}`);
      } catch (problem) {
        if (!(problem instanceof Problem) && !(problem instanceof Unreachable)) throw problem;
        // It has ended meanwhile, as is seen at once.
        if (problem.status !== 409) progress.say(wordsOf(problem));
      }
      onchanged();
    });

  function showResult(name) {
    const parts = ["supervised", "distillation"].filter((part) => current?.result?.[part]);
    const wanted = parts.includes(name) ? name : parts.at(-1);
    if (result && shownPart === `${current.id} ${wanted}`) return;
    result?.close();
    result = null;
    shownPart = null;
    place.replaceChildren();
    if (!wanted) return;
    result = fitResult(current, wanted);
    shownPart = `${current.id} ${wanted}`;
    const options = [["supervised", "Its supervised law"], ["distillation", "The distillation law"]];
    const choice = parts.length > 1 && segments(page, { name: "part", label: "Which law", options });
    if (choice) choice.show(wanted);
    place.replaceChildren(...[choice && choice.element, ...result.elements].filter(Boolean));
  }

  return {
    element: element("div", { class: "stack" }, head, place),
    /** Whether all that there will ever be of it is shown. */
    has: ({ id, status }) => current?.id === id && current.status === status && !["queued", "running"].includes(status),
    show(fit, values) {
      const isOther = current?.id !== fit?.id || current?.status !== fit?.status;
      current = fit ?? null;
      head.hidden = !fit;
      if (!fit) return showResult("");
      verdict.textContent = verdictOf(fit);
      head.classList.toggle("failed", fit.status === "failed");
      const again = fit.attempts > 1 ? ` It began ${fit.attempts} times, because the server was started anew.` : "";
      about.textContent = `${timeOf(fit.created_at)}: ${fit.request.law} law of ${fit.study}, ${
        optionsOf(fit.request)
      }.${again}`;
      if (fit.status === "queued" || fit.status === "running") {
        if (!progress.element.isConnected) work.replaceChildren(progress.element);
        progress.show(fit);
      } else if (isOther) work.replaceChildren(...endOf(fit));
      showResult(values.part);
    },
    part: (name) => current && showResult(name),
    fail(words) {
      current = null;
      head.hidden = false;
      verdict.textContent = words;
      about.textContent = " ";
      work.replaceChildren();
      showResult("");
    },
    close: () => result?.close(),
  };
}

/** What came of a fit in one sentence. */
function verdictOf({ status, progress, failure, law, result, request }) {
  switch (status) {
    case "queued":
      return "It waits for its turn";
    case "running":
      return progress?.stage ? "It is working" : "It begins";
    case "failed":
      return `It failed: ${failure}`;
    case "cancelled":
      return "It was cancelled, and there is no law of it";
    default: {
      const part = result?.[request.law];
      const outcome = {
        converged: "and the runs tell all of its parameters",
        not_identified: "and the runs do not tell all of its parameters",
        at_bound: "with a parameter at the end of its range",
        not_converged: "but did not converge",
      }[part?.status] ?? "";
      return law
        ? `It became ${law.name}@${law.version}, ${outcome}`
        : `It ended ${outcome}, and there is no law of it`;
    }
  }
}

function endOf(fit) {
  switch (fit.status) {
    case "done":
      return fit.law ? [promotion(fit.law)] : [];
    case "failed":
      return [element("p", { class: "note" }, "Nothing was kept of it. Mend what the reason names, and fit again.")];
    default:
      return [];
  }
}

/** How far a fit is, with a button that gives it up. */
function progressOf(cancel) {
  const bar = element("progress", { "aria-label": "How far this stage is" });
  const stage = element("p", { role: "status" });
  const left = element("p", { class: "note" });
  const button = element("button", { type: "button", onclick: cancel }, "Cancel");
  return {
    button,
    element: element("div", { class: "progress" }, element("div", {}, stage, bar, left), button),
    say: (words) => (left.textContent = words),
    show({ status, progress }) {
      const words = stageWords(status, progress);
      // A screen reader is told of stages, not of every second.
      if (stage.textContent !== words) stage.textContent = words;
      if (progress?.total) Object.assign(bar, { max: progress.total, value: progress.done });
      else bar.removeAttribute("value");
      left.textContent = progress?.stage ? farness(progress) : " ";
    },
  };
}

function stageWords(status, progress) {
  if (progress?.stage) {
    return `${stages[progress.stage] ?? progress.stage}${progress.law ? `, ${progress.law} law` : ""}`;
  }
  return status === "queued" ? "Fits are worked on in the order of asking" : "Reading the runs";
}

function farness({ done, total, seconds_left_of_stage: left, seconds_so_far: spent }) {
  return `${done} of ${total}${left === null ? "" : `, about ${seconds(left)} left of this stage`}, ${
    seconds(spent)
  } so far`;
}

const seconds = (number) => (number < 90 ? `${Math.ceil(number)} s` : `${Math.ceil(number / 60)} min`);
