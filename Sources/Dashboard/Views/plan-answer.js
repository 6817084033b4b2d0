/** The answer of the view Plan: verdict, losses, allocation, sizes, warnings, and the commands that give the same. */
import { element } from "./dom.js";
import { commandLine } from "./plan-question.js";
import { amount, count, level, loss, parse, percent, short, signed } from "./quantities.js";
import { curlLine, refusal, shellLine } from "./questions.js";
import { adviceOn, scenarios, warningName } from "./words.js";

const parts = [["student_training", "Student's training"], ["teacher_logits", "Teacher's logits"], [
  "teacher_pretraining",
  "Teacher's training",
], ["serving", "Serving"]];

/**
 * A place for the answer, and `pinned`, a line with its verdict that stays in sight on a phone.
 *
 * It has its final shape from the start, so that nothing moves when the numbers come.
 */
export function planAnswer(page) {
  const verdict = element("p", { class: "verdict", role: "status" }, "Planning…");
  // On a phone the controls stand above the answer, and whoever moves them wants to see what becomes of it.
  const pinned = element("p", { class: "pinned", "aria-hidden": "true" });
  const say = (words) => [verdict, pinned].forEach((place) => (place.textContent = words));
  const reasons = element("p", { class: "reasons" });
  const losses = element("dl", { class: "losses" });
  const allocation = element("div", { class: "allocation" });
  const sizes = element("div", { class: "sizes" });
  const rest = element("div", { class: "rest" });
  const whole = element(
    "section",
    { class: "answer", "aria-label": "Answer" },
    verdict,
    reasons,
    losses,
    allocation,
    sizes,
    rest,
  );
  const sight = new IntersectionObserver((
    [{ isIntersecting, boundingClientRect }],
  ) => (pinned.hidden = isIntersecting || boundingClientRect.top < 0));
  sight.observe(verdict);
  showNumbers(null);

  function showNumbers(plan) {
    losses.replaceChildren(...lossPairs(plan));
    allocation.replaceChildren(...allocationBar(plan));
    sizes.replaceChildren(sizeTable(plan));
  }

  return {
    element: whole,
    pinned,
    close: () => sight.disconnect(),
    wait: () => whole.setAttribute("aria-busy", "true"),
    show(plan, question, values) {
      whole.setAttribute("aria-busy", "false");
      whole.classList.remove("failed");
      say(verdictOf(plan));
      reasons.textContent = reasonsOf(plan, values);
      showNumbers(plan);
      rest.replaceChildren(...[menuOf(plan), warningsOf(plan), commands(question, values)].filter(Boolean));
    },
    fail(problem, faults, question) {
      whole.setAttribute("aria-busy", "false");
      whole.classList.add("failed");
      say(headOf(problem));
      reasons.replaceChildren(refusal(problem, faults), ...wayOut(page, problem));
      showNumbers(null);
      rest.replaceChildren(commands(question, {}));
    },
  };
}

/** The verdict in one sentence. */
function verdictOf({ recommendation, loss_advantage: advantage }) {
  if (recommendation === null) return "Train supervised: this law says nothing of distilling.";
  const words = recommendation === "distill" ? "Distil" : "Train supervised, do not distil";
  return `${words}: better by ${loss(Math.abs(advantage))} nats per token.`;
}

function reasonsOf(plan, values) {
  const { distillation, uncertainty, law } = plan;
  const size = distillation?.student.params ?? plan.supervised?.student.params;
  const teacher = distillation?.teacher.name ? ` from ${distillation.teacher.name}` : "";
  const pays = distillation
    ? `, where ${scenarios[distillation.scenario]?.pays ?? "the budget pays a part of the teacher"}`
    : "";
  const sure = uncertainty?.probability_distill_beats_supervised;
  const draws = sure
    ? ` Distilling${teacher} is better in ${percent(sure.share)} of ${uncertainty.draws} draws of the law.`
    : "";
  return `${short(parse(values.budget))} FLOPs for a student of ${
    count(size)
  }${pays}.${draws} Law ${law.name} version ${law.version}${law.alias ? ` (${law.alias})` : ""}.`;
}

/** Both losses, the better one marked, with what the draws say of them. */
function lossPairs(plan) {
  const interval = plan?.uncertainty?.this_plan;
  const pair = (name, part, range, isBest) =>
    element(
      "div",
      { class: isBest ? "best" : "" },
      element("dt", {}, name, isBest && element("span", { class: "tag" }, "better")),
      element("dd", { class: "figure", "data-number": part?.student.loss ?? "" }, part ? loss(part.student.loss) : "–"),
      element(
        "dd",
        { class: "note" },
        range
          ? `${loss(range.lower)} to ${loss(range.upper)} in ${level(plan.uncertainty.level)} of the draws`
          : plan?.uncertainty
          ? "no interval"
          : "nats per token; no draws, no interval",
      ),
    );
  const advantage = plan?.loss_advantage;
  return [
    pair("Distilled", plan?.distillation, interval?.distillation_loss, plan?.recommendation === "distill"),
    pair("Supervised", plan?.supervised, interval?.supervised_loss, plan?.recommendation === "supervised"),
    element(
      "div",
      {},
      element("dt", {}, "Advantage of distilling"),
      element(
        "dd",
        { class: "figure", "data-number": advantage ?? "" },
        typeof advantage === "number" ? signed(advantage) : "–",
      ),
      element(
        "dd",
        { class: "note" },
        interval?.loss_advantage
          ? `${signed(interval.loss_advantage.lower)} to ${signed(interval.loss_advantage.upper)}`
          : "nats per token",
      ),
    ),
  ];
}

/** Where the compute goes when distilling, as a bar and its legend. */
function allocationBar(plan) {
  const { shares, flops } = plan?.distillation ?? {};
  const shown = parts.filter(([name]) => name !== "serving" || shares?.serving !== undefined);
  return [
    element("h2", {}, "Where the compute goes when distilling"),
    element(
      "div",
      { class: "bar", "aria-hidden": "true" },
      shares && shown.map(([name]) =>
        element("span", {
          class: `part ${name}`,
          style: { "flex-grow": String(shares[name]) },
          hidden: shares[name] === 0,
        })
      ),
    ),
    element(
      "ul",
      { class: "legend" },
      shown.map(([name, words]) =>
        element(
          "li",
          {},
          element("span", { class: `key ${name}` }),
          element(
            "div",
            {},
            `${words} `,
            element("b", { "data-number": shares?.[name] ?? "" }, shares ? percent(shares[name]) : "–"),
            element("span", { class: "note" }, shares ? `${short(flops[name])} FLOPs` : "–"),
          ),
        )
      ),
    ),
  ];
}

/** Sizes, tokens, compute and hours of both ways. */
function sizeTable(plan) {
  const [one, other] = [plan?.distillation, plan?.supervised];
  const row = (name, write, distilled, alone) => {
    const cell = (value) =>
      element("td", { class: "number", "data-number": value ?? "" }, typeof value === "number" ? write(value) : "–");
    return element("tr", {}, element("th", { scope: "row" }, name), cell(distilled), cell(alone));
  };
  const hours = plan?.hardware;
  const epochs = one?.student.epochs ?? other?.student.epochs;
  return element(
    "table",
    {},
    element("caption", { class: "aside" }, "Sizes, tokens and compute of both ways"),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("td"),
        element("th", { scope: "col" }, "Distilled"),
        element("th", { scope: "col" }, "Supervised"),
      ),
    ),
    element(
      "tbody",
      {},
      row("Student, parameters", count, one?.student.params, other?.student.params),
      row("Student, tokens", count, one?.student.tokens, other?.student.tokens),
      row("Student, tokens per parameter", short, one?.student.tokens_per_param, other?.student.tokens_per_param),
      epochs !== undefined && row("Epochs", short, one?.student.epochs, other?.student.epochs),
      row("Teacher, loss", loss, one?.teacher.loss),
      row("Teacher, parameters", count, one?.teacher.params),
      row("Teacher, tokens", count, one?.teacher.tokens),
      row("Compute, FLOPs", short, one?.flops.total, other?.flops.total),
      hours &&
        row(
          `Device-hours, ${hours.device} at ${level(hours.utilization)}`,
          amount,
          hours.distillation?.device_hours,
          hours.supervised?.device_hours,
        ),
      hours && row(`Days on ${hours.count}`, amount, hours.distillation?.days, hours.supervised?.days),
      hours && hours.price_per_hour !== null && row("Cost", amount, hours.distillation?.cost, hours.supervised?.cost),
      (plan?.flat?.ranges ?? []).map(({ variable, min, max }) =>
        element(
          "tr",
          {},
          element("th", { scope: "row" }, `${variableName(variable)} may be`),
          element("td", { class: "number" }, `${count(min)} to ${count(max)}`),
          element("td", { class: "number" }, "–"),
        )
      ),
    ),
  );
}

const variableName = (variable) =>
  ({
    "student.params": "Student, parameters",
    "student.tokens": "Student, tokens",
    "teacher.params": "Teacher, parameters",
    "teacher.tokens": "Teacher, tokens",
  })[variable];

/** The teachers of a menu, the best first. */
function menuOf({ menu, uncertainty }) {
  if (!menu) return null;
  const best = new Map((uncertainty?.menu ?? []).map((entry) => [entry.name, entry.probability_best]));
  const row = (entry) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, entry.name),
      ...(entry.affordable
        ? [
          loss(entry.student.loss),
          loss(entry.teacher.loss),
          count(entry.student.tokens),
          percent(entry.shares.student_training),
          entry.capacity_gap ? loss(entry.capacity_gap.lost_nats) : "–",
          best.get(entry.name) ? percent(best.get(entry.name).share) : "–",
        ]
        : ["the budget does not pay for it", "", "", "", "", ""]).map((words) =>
          element("td", { class: "number" }, words)
        ),
    );
  const columns = [
    "Teacher",
    "Student's loss",
    "Teacher's loss",
    "Student's tokens",
    "To student",
    "Lost to the gap",
    "Best in draws",
  ];
  return element(
    "section",
    {},
    element("h2", {}, `The menu, ${menu.length} teachers, the best first`),
    element(
      "div",
      { class: "scroll tall", tabindex: "0", role: "region", "aria-label": "The menu of teachers" },
      element(
        "table",
        {},
        element("thead", {}, element("tr", {}, columns.map((words) => element("th", { scope: "col" }, words)))),
        element("tbody", {}, menu.map(row)),
      ),
    ),
  );
}

/** The warnings in words, one of each kind with all that it is about, and what to do. */
function warningsOf({ warnings }) {
  if (!warnings.length) {
    return element(
      "section",
      {},
      element("h2", {}, "Warnings"),
      element("p", { class: "note" }, "None: the plan lies within what the law was tested on."),
    );
  }
  const kinds = new Map();
  for (const warning of warnings) kinds.set(warning.code, [...(kinds.get(warning.code) ?? []), warning]);
  return element(
    "section",
    {},
    element("h2", {}, "Warnings, and what to do"),
    element(
      "ul",
      { class: "warnings" },
      [...kinds].map(([code, all]) =>
        element(
          "li",
          {},
          element("h3", {}, warningName(code)),
          all.map((warning) => element("p", {}, warning.message)),
          element("p", { class: "advice" }, adviceOn(all[0])),
        )
      ),
    ),
  );
}

/** The same question from a shell. */
function commands(question, values) {
  return element(
    "section",
    {},
    element("h2", {}, "The same from a shell"),
    shellLine("curl", curlLine("plan", question)),
    shellLine("Command line", commandLine(question), "program"),
    values.law &&
      element(
        "p",
        { class: "note" },
        "Laws and aliases of this server's own need --database FILE on the command line.",
      ),
  );
}

function headOf({ content }) {
  switch (content?.type) {
    case "urn:distill-planner:budget-too-small":
      return "The budget is too small for these bounds.";
    case "urn:distill-planner:outside-support":
      return "Nothing inside the runs fits this question.";
    case undefined:
      return "There is no answer.";
    default:
      return "This question cannot be planned as it is.";
  }
}

/** What would do, to be taken with a click. */
function wayOut(page, { content }) {
  const least = content?.least_budget_flops;
  if (!least) return [];
  // A little more than the least, which is written with fewer digits.
  const budget = short(least * 1.005, 3);
  return [
    " ",
    element("button", {
      type: "button",
      class: "quiet",
      onclick: () => page.change({ budget }, true),
    }, `Use ${budget} FLOPs`),
  ];
}
