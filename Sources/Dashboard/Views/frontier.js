/** The view Frontier: loss against compute in every scenario, and what the best plans look like on the way. */
import { line, post } from "./api.js";
import { chartPanel } from "./charts.js";
import { element, settled } from "./dom.js";
import { check, choice, folded, form, quantity, questionForm, segments, text } from "./form.js";
import { lawChoice } from "./laws.js";
import { bounds, count, level, loss, percent, short, signed } from "./quantities.js";
import { bandsOf, curlLine, drawsOf, fields, refusal, shellLine } from "./questions.js";
import { scenarioNames, scenarios } from "./words.js";

const points = 49;
/** Bands take a search for each draw and point; so many answer within a second. */
const drawsAsked = 48;

export const frontier = {
  name: "frontier",
  title: "Frontier",
  defaults: {
    student: "1B",
    from: "1e19",
    to: "1e25",
    law: "",
    scenario: "teacher_pretraining_inference",
    teacher_params: "",
    teacher_tokens: "",
    shown: "loss",
    intervals: "on",
  },
  open(page) {
    const law = lawChoice(page, () => refresh());
    const controls = controlsOf(page, law);
    const panels = panelsOf();
    const summary = element("p", { class: "verdict", role: "status" }, "Computing…");
    const command = element("div");
    const ask = line();
    let values = null;
    let answers = null;
    const look = settled(() => {
      const question = questionOf(values, law.law(values.law));
      ask(async (signal) => {
        const [table, crossover] = await Promise.all([
          post("frontier", question.frontier, signal),
          question.crossover && post("crossover", question.crossover, signal),
        ]);
        return { rows: table.points, crossovers: crossover?.crossovers ?? [], law: table.law, question };
      }, (found) => {
        answers = found;
        draw();
      }, (problem) => {
        const rest = controls.all.complain(problem.faults ?? []);
        summary.textContent = refusal(problem, rest);
      });
    });
    function refresh() {
      if (values && law.law(values.law) !== undefined) look();
    }
    function draw() {
      summary.textContent = summaryOf(answers, values);
      panels.show(answers, values);
      command.replaceChildren(
        shellLine("The same from a shell", curlLine("frontier?format=csv", answers.question.frontier)),
      );
    }
    return {
      element: element(
        "div",
        { class: "split" },
        controls.element,
        element(
          "div",
          { class: "stack" },
          element("section", { class: "answer slim" }, summary),
          panels.element,
          element("section", { class: "answer slim" }, command),
        ),
      ),
      show(next) {
        const [before, now] = [values, next].map((all) => all && JSON.stringify({ ...all, scenario: "", shown: "" }));
        values = next;
        controls.all.show(values);
        law.reload();
        // What is only drawn in another way needs no other answer.
        if (before === now && answers) draw();
        else refresh();
      },
      close: () => panels.close(),
    };
  },
};

function controlsOf(page, law) {
  const controls = [
    quantity(page, {
      name: "student",
      pointer: "/student/params",
      label: "Student, parameters",
      hint: "300M, a range 1B..8B, or nothing for any size.",
      min: 1e7,
      max: 1e12,
      write: count,
      placeholder: "any size",
    }),
    quantity(page, {
      name: "from",
      pointer: "/budgets/min",
      label: "Budgets from, FLOPs",
      min: 1e17,
      max: 1e26,
      write: short,
    }),
    quantity(page, {
      name: "to",
      pointer: "/budgets/max",
      label: "Budgets to, FLOPs",
      min: 1e18,
      max: 1e28,
      write: short,
    }),
    segments(page, {
      name: "shown",
      label: "Upper chart",
      options: [["loss", "Loss"], ["advantage", "Advantage of distilling"]],
    }),
    choice(page, {
      name: "scenario",
      label: "Lower charts",
      hint: "The scenario whose plans they show.",
      options: scenarioNames.map((name) => [name, scenarios[name].name]),
    }),
    law,
  ];
  const limits = [
    text(page, {
      name: "teacher_params",
      pointer: "/teacher/params",
      label: "Teacher's parameters",
      hint: "A number or a range.",
    }),
    text(page, {
      name: "teacher_tokens",
      pointer: "/teacher/tokens",
      label: "Teacher's tokens",
      hint: "A number or a range.",
    }),
    check(page, { name: "intervals", pointer: "/uncertainty", label: "Bands where the law has draws" }),
  ];
  return {
    all: form([...controls, ...limits]),
    element: questionForm("Question", [
      controls.map((control) => control.element),
      folded("Limits", limits),
    ]),
  };
}

/** The questions: the frontier, and for a student of one size where supervised training catches up. */
function questionOf(values, law) {
  const distils = law?.distillation ?? true;
  const size = bounds(values.student);
  const limits = {
    teacher: distils ? fields({ params: bounds(values.teacher_params), tokens: bounds(values.teacher_tokens) }) : null,
    law: values.law,
  };
  const budgets = { min: values.from, max: values.to };
  return {
    frontier: fields({
      budgets: { ...budgets, points },
      student: fields({ params: size }),
      scenarios: distils ? scenarioNames : null,
      ...limits,
      uncertainty: drawsOf(values.intervals, law, drawsAsked),
    }),
    crossover: distils && typeof size === "string" ? fields({ sizes: size, budgets, ...limits }) : null,
  };
}

/** Which way is better where, the scenarios of one kind together. */
function summaryOf({ crossovers, rows }, values) {
  if (!rows.some((row) => row.recommendation)) return "This law says nothing of distilling: supervised training alone.";
  if (!crossovers.length) return "Loss against compute, the student's size chosen anew at each budget.";
  const named = (found) => listed(found.map(({ scenario }) => scenarios[scenario].name.toLowerCase()));
  const caught = crossovers.filter(({ catches_up_flops: flops }) => flops !== null);
  const rest = crossovers.filter(({ catches_up_flops: flops }) => flops === null);
  const of = (first, last) => rest.filter((row) => row.better_at_first === first && row.better_at_last === last);
  const clause = (found, words) => (found.length ? [`${words} (${named(found)})`] : []);
  const clauses = [
    ...(caught.length
      ? [
        `Supervised training catches up ${
          listed(
            caught.map(({ scenario, catches_up_flops: flops }) =>
              `at ${short(flops, 3)} FLOPs with ${scenarios[scenario].name.toLowerCase()}`
            ),
          )
        }`,
      ]
      : []),
    ...clause(of("supervised", "supervised"), "Supervised training is better all along"),
    ...clause(of("distill", "distill"), "Distilling is better all along"),
    ...clause(of("supervised", "distill"), "Distilling is better at large budgets only"),
  ];
  return clauses.length
    ? `${clauses.join(". ")}.`
    : `Nothing can be planned between ${values.from} and ${values.to} FLOPs.`;
}

const listed = (words) => (words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words[0]);

/** The charts, of which each shows the place that is looked at in any other. */
function panelsOf() {
  const link = (x) => Object.values(panels).forEach((panel) => panel.point(x));
  const panels = {
    loss: chartPanel({
      title: "Student's loss against compute",
      note: "Rules across the chart stand where supervised training catches up.",
      onpoint: link,
    }),
    shares: chartPanel({ title: "Where the compute goes", onpoint: link }),
    sizes: chartPanel({ title: "Best sizes", onpoint: link }),
    tokens: chartPanel({ title: "Best tokens", onpoint: link }),
  };
  for (const name of ["shares", "sizes", "tokens"]) panels[name].element.classList.add("low");
  return {
    element: [
      panels.loss.element,
      panels.shares.element,
      element("div", { class: "stack two" }, panels.sizes.element, panels.tokens.element),
    ],
    show(answers, values) {
      panels.loss.show(lossPicture(answers, values));
      const rows = answers.rows.filter((row) => row.scenario === values.scenario || row.scenario === null);
      const name = scenarios[values.scenario].name.toLowerCase();
      panels.shares.show(sharesPicture(rows, name));
      panels.sizes.show(
        planPicture(rows, "sizes", `Best sizes, ${name}`, "parameters", [["Student", "student_params", "accent"], [
          "Teacher",
          "teacher_params",
          "second",
        ], ["Supervised student", "supervised_params", "supervised"]]),
      );
      panels.tokens.show(
        planPicture(rows, "tokens", `Best tokens, ${name}`, "tokens", [["Student", "student_tokens", "accent"], [
          "Teacher",
          "teacher_tokens",
          "second",
        ], ["Supervised student", "supervised_tokens", "supervised"]]),
      );
    },
    close: () => Object.values(panels).forEach((panel) => panel.close()),
  };
}

const budgetAxis = { label: "compute, FLOPs", scale: "log", write: (value) => short(value, 3) };

function series(label, look, rows, name, band) {
  const points = rows.filter((row) => row[name] !== null).map((row) => ({
    x: row.budget_flops,
    y: row[name],
    ...(typeof row[`${band}_lower`] === "number" && { low: row[`${band}_lower`], high: row[`${band}_upper`] }),
  }));
  return { label, look, kind: "line", points };
}

function lossPicture({ rows, crossovers, question }, values) {
  const isLoss = values.shown === "loss";
  const name = isLoss ? "student_loss" : "loss_advantage";
  const first = rows.filter((row) => row.scenario === rows[0].scenario);
  const scenarioSeries = scenarioNames.map((scenario) =>
    series(scenarios[scenario].name, scenario, rows.filter((row) => row.scenario === scenario), name, name)
  );
  const supervised = isLoss ? [series("Supervised", "supervised", first, "supervised_loss", "supervised_loss")] : [];
  return {
    name: `frontier-${values.shown}`,
    title: isLoss ? "Student's loss against compute" : "Advantage of distilling against compute",
    x: budgetAxis,
    y: isLoss
      ? { label: "loss, nats per token", scale: "linear", write: loss }
      : { label: "supervised less distilled, nats per token", scale: "linear", write: signed },
    series: [...supervised, ...scenarioSeries].filter(({ points }) => points.length),
    bands: bandsOf(question.frontier),
    marks: [
      ...(isLoss ? [] : [{ y: 0, label: "no difference", look: "quiet" }]),
      ...crossovers.filter(({ catches_up_flops: flops }) => flops !== null).map((
        { scenario, catches_up_flops: x },
      ) => ({ x, label: `${scenarios[scenario].name}: ${short(x, 3)}`, look: scenario })),
    ],
  };
}

const shareParts = [["Student's training", "flops_student_training", "teacher_inference"], [
  "Teacher's logits",
  "flops_teacher_logits",
  "teacher_pretraining",
], ["Teacher's training", "flops_teacher_pretraining", "teacher_pretraining_inference"]];

/** Shares of the compute above each other. */
function sharesPicture(rows, name) {
  const planned = rows.filter((row) => row.flops_total !== null);
  const below = planned.map(() => 0);
  return {
    name: "frontier-shares",
    title: `Where the compute goes, ${name}`,
    x: budgetAxis,
    y: { label: "share of the compute", scale: "linear", min: 0, max: 1, write: percent, tick: level },
    series: shareParts.map(([label, part, look]) => ({
      label,
      look,
      kind: "area",
      points: planned.map((row, index) => {
        const y = row[part] / row.flops_total;
        const low = below[index];
        below[index] += y;
        return { x: row.budget_flops, y, low, high: low + y };
      }),
    })),
  };
}

function planPicture(rows, name, title, unit, parts) {
  return {
    name: `frontier-${name}`,
    title,
    x: budgetAxis,
    y: { label: unit, scale: "log", write: (value) => count(value, 3) },
    series: parts.map(([label, field, look]) => series(label, look, rows, field)).filter(({ points }) => points.length),
  };
}
