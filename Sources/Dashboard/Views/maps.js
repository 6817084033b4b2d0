/** The view Maps: the student's loss, or the advantage of distilling, over two variables. */
import { get, line, post } from "./api.js";
import { chartPanel } from "./charts.js";
import { element, settled } from "./dom.js";
import { choice, form, questionForm, segments, text } from "./form.js";
import { lawChoice } from "./laws.js";
import { bounds, count, loss, parse, short, signed } from "./quantities.js";
import { curlLine, fields, refusal, shellLine } from "./questions.js";
import { runsOf, studyChoice } from "./studies.js";
import { supportOf } from "./support.js";
import { scenarioNames, scenarios } from "./words.js";

const cellsAcross = 48;
const cellsUp = 36;

/** What an axis can be: its name, where it begins and ends at first, how it is written, and the value that fixes it. */
const variables = {
  budget_flops: { label: "budget, FLOPs", from: "1e19", to: "1e25", write: short, field: "budget" },
  "student.params": { label: "student's parameters", from: "100M", to: "30B", write: count, field: "student" },
  "student.tokens": { label: "student's tokens", from: "1B", to: "1T", write: count, field: "student_tokens" },
  "teacher.params": { label: "teacher's parameters", from: "100M", to: "30B", write: count, field: "teacher_params" },
  "teacher.tokens": { label: "teacher's tokens", from: "1B", to: "10T", write: count, field: "teacher_tokens" },
  "teacher.loss": { label: "teacher's loss, nats per token", from: "1.9", to: "2.8", write: loss, field: null },
};

const options = Object.entries(variables).map(([name, { label }]) => [name, label]);

export const maps = {
  name: "maps",
  title: "Maps",
  defaults: {
    x: "student.tokens",
    y: "teacher.loss",
    x_from: "",
    x_to: "",
    y_from: "",
    y_to: "",
    shown: "advantage",
    student: "1B",
    student_tokens: "",
    teacher_params: "",
    teacher_tokens: "",
    budget: "",
    scenario: "best_case",
    law: "",
    study: "",
  },
  open(page) {
    const law = lawChoice(page, () => refresh());
    const controls = controlsOf(page, law);
    const panel = chartPanel({
      title: "Map",
      note:
        "The ridge is the best value of the vertical variable. Beyond the dashed line no runs behind the law reach.",
    });
    const summary = element("p", { class: "verdict", role: "status" }, "Computing…");
    const command = element("div");
    const ask = line();
    let values = null;
    let answers = null;
    const look = settled(() => {
      const question = questionOf(values);
      const known = law.law(values.law);
      ask(async (signal) => {
        const [table, support, runs] = await Promise.all([
          post("map", question, signal),
          known && get(`laws/${known.name}/versions/${known.version}`, signal),
          values.study ? runsOf(values.study, signal) : null,
        ]);
        return { cells: table.cells, support: support?.support ?? null, runs, question };
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
      const picture = pictureOf(answers, values);
      summary.textContent = summaryOf(picture, answers, values);
      panel.show(picture);
      command.replaceChildren(shellLine("The same from a shell", curlLine("map?format=csv", answers.question)));
    }
    panel.element.classList.add("high");
    return {
      element: element(
        "div",
        { class: "split" },
        controls.element,
        element(
          "div",
          { class: "stack" },
          element("section", { class: "answer slim" }, summary),
          panel.element,
          element("section", { class: "answer slim" }, command),
        ),
      ),
      show(next) {
        const isDrawnOtherwise = answers && values &&
          JSON.stringify({ ...values, shown: "" }) === JSON.stringify({ ...next, shown: "" });
        values = next;
        controls.show(values);
        law.reload();
        if (isDrawnOtherwise) draw();
        else refresh();
      },
      close: () => panel.close(),
    };
  },
};

function controlsOf(page, law) {
  // Another variable has other ends, which are not those of the one before.
  const axis = (name, label) => [
    choice(page, { name, pointer: `/${name}/variable`, label, options }),
    text(page, { name: `${name}_from`, pointer: `/${name}/values/min`, label: "From" }),
    text(page, { name: `${name}_to`, pointer: `/${name}/values/max`, label: "To" }),
  ];
  const [x, xFrom, xTo] = axis("x", "Across");
  const [y, yFrom, yTo] = axis("y", "Up");
  const shown = segments(page, {
    name: "shown",
    label: "Colour",
    options: [["advantage", "Advantage"], ["loss", "Student's loss"]],
  });
  const others = [
    text(page, { name: "student", pointer: "/student/params", label: "Student's parameters", placeholder: "free" }),
    text(page, { name: "student_tokens", pointer: "/student/tokens", label: "Student's tokens", placeholder: "free" }),
    text(page, {
      name: "teacher_params",
      pointer: "/teacher/params",
      label: "Teacher's parameters",
      placeholder: "free",
    }),
    text(page, { name: "teacher_tokens", pointer: "/teacher/tokens", label: "Teacher's tokens", placeholder: "free" }),
    text(page, { name: "budget", pointer: "/budget_flops", label: "Budget, FLOPs", placeholder: "no limit" }),
  ];
  const scenario = choice(page, {
    name: "scenario",
    pointer: "/scenario",
    label: "What the budget pays of the teacher",
    options: scenarioNames.map((name) => [name, `${scenarios[name].name}: ${scenarios[name].pays}`]),
  });
  const study = studyChoice(page, {
    label: "Runs to draw on it",
    none: () => "No runs",
    nameOf: ({ id, name, runs }) => `${name || id} (${runs.supervised + runs.distillation} runs)`,
  });
  const all = form([x, xFrom, xTo, y, yFrom, yTo, shown, ...others, scenario, law, study]);
  const grid = (...controls) => element("div", { class: "grid" }, controls.map((control) => control.element));
  return {
    all,
    element: questionForm("Question", [
      x.element,
      grid(xFrom, xTo),
      y.element,
      grid(yFrom, yTo),
      shown.element,
      grid(...others),
      scenario.element,
      law.element,
      study.element,
    ]),
    show(values) {
      all.show(values);
      if (!study.list()) study.reload();
      const taken = [values.x, values.y].map((name) => variables[name]?.field);
      for (const control of others) control.element.hidden = taken.includes(control.name);
      for (const name of ["x", "y"]) {
        const about = variables[values[name]];
        const [from, to] = name === "x" ? [xFrom, xTo] : [yFrom, yTo];
        from.input.placeholder = about?.from ?? "";
        to.input.placeholder = about?.to ?? "";
      }
    },
  };
}

/** The question of `POST /map`, in which both axes are free of what is fixed otherwise. */
function questionOf(values) {
  const axis = (name, points) => ({
    variable: values[name],
    values: {
      min: values[`${name}_from`] || variables[values[name]]?.from,
      max: values[`${name}_to`] || variables[values[name]]?.to,
      points,
    },
  });
  const taken = [values.x, values.y].map((name) => variables[name]?.field);
  const said = (field) => (taken.includes(field) ? null : values[field]);
  return fields({
    x: axis("x", cellsAcross),
    y: axis("y", cellsUp),
    budget_flops: said("budget"),
    student: fields({ params: bounds(said("student") ?? ""), tokens: bounds(said("student_tokens") ?? "") }),
    teacher: fields({ params: bounds(said("teacher_params") ?? ""), tokens: bounds(said("teacher_tokens") ?? "") }),
    scenario: values.scenario,
    law: values.law,
  });
}

const axisOf = (name) => ({
  label: variables[name].label,
  scale: name === "teacher.loss" ? "linear" : "log",
  write: variables[name].write,
});

function pictureOf({ cells, support, runs }, values) {
  const { x, y } = values;
  const isAdvantage = values.shown === "advantage";
  const field = isAdvantage ? "loss_advantage" : "student_loss";
  const rows = cells.filter(({ part }) => part === "cell");
  const [xs, ys] = [x, y].map((name) => [...new Set(rows.map((row) => row[name]))].sort((one, other) => one - other));
  const places = new Map(rows.map((row) => [`${row[x]} ${row[y]}`, row[field]]));
  const ridge = cells.filter((row) => row.part === "ridge" && row[y] !== null).map((row) => ({ x: row[x], y: row[y] }));
  const [across, up] = [{ min: xs[0], max: xs.at(-1) }, { min: ys[0], max: ys.at(-1) }];
  const corners = support && supportOf(support, x, y, fixedOf(values), { x: across, y: up });
  return {
    name: `map-${values.shown}`,
    title: `${isAdvantage ? "Advantage of distilling" : "Student's loss"} over ${
      variables[x].label.split(",")[0]
    } and ${variables[y].label.split(",")[0]}`,
    x: axisOf(x),
    y: axisOf(y),
    hover: "point",
    cells: {
      label: isAdvantage ? "advantage, nats per token" : "loss, nats per token",
      xs,
      ys,
      isSigned: isAdvantage,
      write: isAdvantage ? signed : loss,
      values: xs.flatMap((column) => ys.map((row) => places.get(`${column} ${row}`) ?? null)),
    },
    outline: corners && { label: "reach of the runs behind the law", corners },
    series: [
      { label: `best ${variables[y].label.split(",")[0]}`, look: "ridge", kind: "line", points: ridge },
      ...(runs
        ? [{
          label: "runs of the study",
          look: "runs",
          kind: "points",
          points: pointsOf(runs, [x, y], [across, up], fixedOf(values)),
        }]
        : []),
    ],
  };
}

/** The values that fix a variable which is on no axis. */
function fixedOf(values) {
  const fixed = {};
  for (const [name, { field }] of Object.entries(variables)) {
    if (field && parse(values[field]) !== null) fixed[name] = parse(values[field]);
  }
  return fixed;
}

const quantityOf = {
  "student.params": (run) => run.params,
  "student.tokens": (run) => run.tokens,
  "teacher.params": (run) => run.teacher?.params,
  "teacher.tokens": (run) => run.teacher?.tokens,
  "teacher.loss": (run) => run.teacher?.loss,
  budget_flops: () => undefined,
};

/** How far from what is fixed a run may be to be drawn, as a factor. */
const nearness = 2;

/** The runs that have both variables, stand inside the picture and are near to what is fixed; each place once. */
function pointsOf({ runs }, variables, ranges, fixed) {
  const others = Object.entries(fixed).filter(([name]) => !variables.includes(name));
  const isNear = (run) =>
    others.every(([name, value]) => Math.abs(Math.log((quantityOf[name](run) ?? value) / value)) <= Math.log(nearness));
  const places = new Map();
  for (const run of runs.filter(isNear)) {
    const place = variables.map((name) => quantityOf[name](run));
    if (!place.every((number, index) => number >= ranges[index].min && number <= ranges[index].max)) continue;
    const key = place.join(" ");
    places.set(key, { place, names: [...(places.get(key)?.names ?? []), run.external_id] });
  }
  return [...places.values()].map(({ place: [x, y], names }) => ({
    x,
    y,
    label: names.length > 1 ? `${names.length} runs, ${names[0]}…` : names[0],
    count: names.length,
  }));
}

function summaryOf(picture, { runs }, values) {
  const known = picture.cells.values.filter((value) => value !== null);
  if (!known.length) return "Nothing fits here: no cell has a plan.";
  const drawn = runs
    ? ` ${picture.series[1].points.reduce((sum, point) => sum + point.count, 0)} of ${runs.runs.length}${
      runs.total > runs.runs.length ? ` (the first of ${runs.total})` : ""
    } runs stand on it, those within a factor of ${nearness} of what is fixed.`
    : "";
  if (values.shown === "loss") {
    const [least, most] = [
      known.reduce((one, other) => Math.min(one, other)),
      known.reduce((one, other) => Math.max(one, other)),
    ];
    return `The student's loss is ${loss(least)} to ${loss(most)} nats per token.${drawn}`;
  }
  const better = known.filter((value) => value > 0).length / known.length;
  const words = better === 0
    ? "Distilling is the better way nowhere here"
    : better === 1
    ? "Distilling is the better way everywhere here"
    : `Distilling is the better way in ${short(100 * better, 2)} % of the map`;
  return `${words}.${drawn}`;
}
