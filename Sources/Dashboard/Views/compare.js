/** Two laws side by side: how they differ, what each answers, and how far each is off the runs of a study. */
import { line, post } from "./api.js";
import { cell, exact, head, row, share, table } from "./cells.js";
import { chartPanel } from "./charts.js";
import { writeLine } from "./commands.js";
import { wordsOf } from "./dialog.js";
import { element } from "./dom.js";
import { symbolOf } from "./fit-pictures.js";
import { lawChoice } from "./laws.js";
import { fields, shellLine } from "./questions.js";
import { count, loss, short, signed } from "./quantities.js";
import { scenarios } from "./words.js";

/** The comparison: `element`, `show(values)`, `close()`; its values are `first`, `second`, `study` and `filter`. */
export function comparison(page) {
  const named = (name, label) => {
    const renamed = { ...page, change: ({ law }, isSettled) => page.change({ [name]: law }, isSettled) };
    const control = lawChoice(renamed, () => last && whole.show(last));
    control.element.querySelector("label").textContent = label;
    control.element.dataset.field = name;
    return control;
  };
  const [first, second] = [named("first", "First law"), named("second", "Second law")];
  const verdict = element("p", { class: "verdict small", role: "status" });
  const about = element("p", { class: "note about" });
  const panel = chartPanel({ title: "Mean error on the runs, by the student's size" });
  panel.element.classList.add("low");
  const found = element("div", { class: "stack" });
  const ask = line();
  let [shown, last] = ["", null];
  const whole = {
    element: element(
      "div",
      { class: "stack" },
      element(
        "section",
        { class: "answer slim", "aria-label": "Two laws" },
        element("div", { class: "stack two" }, first.element, second.element),
        element("div", {}, verdict, about),
      ),
      found,
    ),
    show(values) {
      last = values;
      first.show(values.first);
      second.show(values.second);
      first.reload();
      second.reload();
      const question = questionOf(values);
      if (!values.first && !values.second) {
        shown = "";
        found.replaceChildren();
        verdict.textContent = "Choose two laws; those of your own fits are in the lists.";
        about.textContent = values.study
          ? `They are judged on the runs of ${values.study} too.`
          : "With a study chosen beside this, they are judged on its runs too.";
        return;
      }
      // The default has a name only the list knows.
      const asked = { ...question, laws: [nameOf(first, values.first), nameOf(second, values.second)] };
      if (!asked.laws.every(Boolean) || shown === JSON.stringify(asked)) return;
      shown = JSON.stringify(asked);
      verdict.textContent = "Comparing…";
      ask((signal) => post("laws/compare", asked, signal), (answer) => {
        verdict.textContent = verdictOf(answer);
        about.textContent = sameness(answer);
        found.replaceChildren(...partsOf(answer, panel, asked));
      }, (problem) => {
        shown = "";
        verdict.textContent = wordsOf(problem);
        about.textContent = "";
        found.replaceChildren();
      });
    },
    close: () => panel.close(),
  };
  return whole;
}

const nameOf = (control, text) => text || (control.law("") ? `${control.law("").name}` : "");

const questionOf = (values) => fields({ study: values.study, filter: values.study && values.filter }) ?? {};

const versionOf = ({ name, version }) => `${name}@${version}`;

function verdictOf({ laws, runs }) {
  const [one, other] = laws.map(versionOf);
  if (one === other) return `Both are ${one}.`;
  const judged = ["distillation", "supervised"].filter((kind) => runs?.[kind]).map((kind) =>
    judgement(runs[kind], kind, one, other)
  );
  return judged.length ? `${judged.join("; ")}.` : `${one} beside ${other}`;
}

/** Which of the laws is nearer to the runs of a kind. */
function judgement({ nearer, equally_near: both, errors }, kind, one, other) {
  if (!errors[0] || !errors[1]) {
    return `Of the ${kind} runs, ${errors[0] ? one : errors[1] ? other : "neither"} predicts any`;
  }
  if (nearer[0] === nearer[1]) return `Both are as near to the ${kind} runs`;
  const best = nearer[0] > nearer[1] ? 0 : 1;
  return `${[one, other][best]} is nearer to ${exact(nearer[best])} of ${
    exact(nearer[0] + nearer[1] + both)
  } ${kind} runs`;
}

function sameness({ same, runs }) {
  const things = [["corpus", "data"], ["parameter_counting", "counting of parameters"], ["flops", "model of FLOPs"]];
  const different = things.filter(([name]) => !same[name]).map(([, words]) => words);
  const counts = runs && runs.counts_as_laws.includes(false)
    ? " The runs count parameters otherwise than one of them, so that its errors mean little."
    : "";
  if (!different.length) return `They are about the same data, parameters and FLOPs.${counts}`;
  return `Their ${
    different.join(" and ")
  } differ, so that losses cannot be set beside each other without care.${counts}`;
}

function partsOf(answer, panel, asked) {
  const [one, other] = answer.laws.map(versionOf);
  const card = (title, ...content) =>
    element(
      "section",
      { class: "answer slim", "aria-label": title },
      element("div", {}, element("h2", {}, title), ...content),
    );
  const kinds = ["supervised", "distillation"].filter((kind) => answer.runs?.[kind]);
  if (kinds.length) panel.show(sizePicture(answer.runs, kinds.at(-1), one, other));
  return [
    ...(kinds.length
      ? [card(`On the runs of ${answer.runs.study}`, runTable(answer.runs, kinds, one, other)), panel.element]
      : []),
    card("What each answers", ...planTable(answer.plans, one, other)),
    card("Coefficients that differ", coefficientTable(answer.coefficients, one, other)),
    element(
      "section",
      { class: "answer slim", "aria-label": "From a shell" },
      shellLine("The same from a shell", writeLine("laws/compare", asked)),
    ),
  ];
}

function runTable(runs, kinds, one, other) {
  const rowOf = (kind, law, index) => {
    const about = runs[kind].errors[index];
    return row(
      head(law, `${kind} runs`),
      cell(about?.runs, exact),
      cell(about?.mean_relative, share),
      cell(about?.max_relative, share),
      cell(about?.rmse_nats, loss),
      cell(about?.r_squared, (value) => value.toFixed(4)),
      cell(runs[kind].nearer[index], exact),
    );
  };
  return table({
    name: "Errors of both laws",
    kind: "both",
    heads: ["Law", "Runs", "Mean", "Largest", "RMSE, nats", "R²", "Nearer to"],
    rows: kinds.flatMap((kind) => [rowOf(kind, one, 0), rowOf(kind, other, 1)]),
  });
}

function coefficientTable(differing, one, other) {
  if (!differing.length) return element("p", { class: "note" }, "None.");
  const rowOf = ({ coefficient, values }) =>
    row(head(coefficient.split(".").map(symbolOf).join(", ")), ...values.map((value) => cell(value, short)));
  return table({
    name: "Coefficients that differ",
    kind: "differences",
    heads: ["Coefficient", one, other],
    rows: differing.map(rowOf),
  });
}

function sizePicture(runs, kind, one, other) {
  const points = (index) =>
    runs[kind].by_size.filter(({ errors }) => errors[index]).map(({ params: x, errors }) => ({
      x,
      y: errors[index].mean_relative,
    }));
  const series = [[one, "accent"], [other, "second"]].map(([label, look], index) => ({
    label,
    look,
    kind: "line",
    points: points(index),
  }));
  return {
    name: "laws-by-size",
    title: `Mean error on ${kind} runs, by the student's size`,
    x: { label: "parameters of the student", scale: "log", write: (value) => count(value, 3) },
    y: { label: "mean relative error", scale: "linear", min: 0, write: share, tick: share },
    series: series.filter(({ points: known }) => known.length),
  };
}

const ways = { distill: "distil", supervised: "supervised" };

/** The lower of a law's two losses, null where it has neither. */
function bestOf({ distillation, supervised }) {
  const losses = [distillation, supervised].filter(Boolean).map(({ student_loss: known }) => known);
  return losses.length ? Math.min(...losses) : null;
}

function planTable(plans, one, other) {
  const answerCell = (answer) => {
    const best = cell(bestOf(answer), loss);
    best.append(
      element("p", { class: "note" }, ways[answer.recommendation] ?? (answer.supervised ? "supervised" : "no plan")),
    );
    return best;
  };
  const rowOf = ({ question, answers, difference }) =>
    row(
      head(
        `${question.student?.params ?? "any size"} at ${short(Number(question.budget_flops))} FLOPs`,
        scenarios[question.scenario]?.name,
      ),
      ...answers.map(answerCell),
      cell(difference?.distillation_loss, signed),
      cell(difference?.supervised_loss, signed),
      cell(difference?.regret_of_first_under_second, loss),
    );
  const heads = [
    "Question",
    `${one}: best loss`,
    `${other}: best loss`,
    "Distilled, difference",
    "Supervised, difference",
    "Cost of the first if the second holds",
  ];
  return [
    table({ name: "What each answers", kind: "plans", heads, rows: plans.map(rowOf) }),
    element("p", { class: "note" }, "Differences are the second less the first, in nats per token."),
  ];
}
