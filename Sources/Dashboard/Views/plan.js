/** The view Plan: a question beside its answer, which follows at once. */
import { line, post } from "./api.js";
import { element, settled } from "./dom.js";
import { check, choice, folded, form, lines, quantity, questionForm, segments, text } from "./form.js";
import { lawChoice } from "./laws.js";
import { placeIn, readMenu } from "./menu.js";
import { planAnswer } from "./plan-answer.js";
import { defaults, questionOf } from "./plan-question.js";
import { count, short } from "./quantities.js";
import { scenarioNames, scenarios } from "./words.js";

/** Accelerators that the program knows; the field takes every other that the server was given. */
export const devices = [
  "H100-SXM",
  "H100-PCIe",
  "H100-NVL",
  "H200",
  "B200",
  "GB200",
  "A100",
  "L40S",
  "V100",
  "MI300X",
  "MI325X",
  "TPU-v5e",
  "TPU-v5p",
  "TPU-v6e",
  "Gaudi-3",
  "Trainium2",
];

export const plan = {
  name: "plan",
  title: "Plan",
  defaults,
  open(page) {
    const law = lawChoice(page, () => refresh());
    const controls = controlsOf(page, law);
    const answer = planAnswer(page);
    const ask = line();
    let values = null;
    const look = settled(() => {
      const question = questionOf(values, law.law(values.law));
      answer.wait();
      ask((signal) => post("plan", question, signal), (plan) => answer.show(plan, question, values), (problem) => {
        const rest = controls.all.complain(problem.faults ?? []);
        answer.fail(problem, rest, question);
      });
    }, 60);
    function refresh() {
      if (values && law.law(values.law) !== undefined) look();
    }
    return {
      element: element("div", { class: "split" }, controls.element, answer.element, answer.pinned),
      show(next) {
        values = next;
        controls.show(values);
        law.reload();
        refresh();
      },
      close: () => answer.close(),
    };
  },
};

/** What the budget pays where nobody says it, as the API has it: of a teacher that is there already, its logits. */
const usualScenario = (kind) => (kind === "measured" || kind === "menu" ? "teacher_inference" : defaults.scenario);

function controlsOf(page, law) {
  const range = "One number, or a range such as 1B..8B; either end may be left out.";
  const budget = quantity(page, {
    name: "budget",
    pointer: "/budget_flops",
    label: "Budget, FLOPs",
    hint: "Such as 1e22 or 5e21.",
    min: 1e18,
    max: 1e27,
    write: short,
  });
  const student = quantity(page, {
    name: "student",
    pointer: "/student/params",
    label: "Student, parameters",
    hint: "300M, a range 1B..8B, or nothing for any size.",
    min: 1e7,
    max: 1e12,
    write: count,
    placeholder: "any size",
  });
  const teacher = segments(page, {
    name: "teacher",
    pointer: "/teacher",
    label: "Teacher",
    options: [["free", "Free"], ["bounded", "Bounded"], ["measured", "One I have"], ["menu", "A menu"]],
    // Who has chosen what the budget pays keeps it; where nobody has, it follows the teacher.
    also: (kind, before) => (scenario.input.value === usualScenario(before) ? { scenario: usualScenario(kind) } : {}),
  });
  const teacherParams = text(page, {
    name: "teacher_params",
    pointer: "/teacher/params",
    label: "Teacher's parameters",
    hint: range,
  });
  const teacherTokens = text(page, {
    name: "teacher_tokens",
    pointer: "/teacher/tokens",
    label: "Teacher's tokens",
    hint: range,
  });
  const teacherLoss = text(page, {
    name: "teacher_loss",
    pointer: "/teacher/loss",
    label: "Teacher's measured loss, nats per token",
    hint: "On the data of the law, such as 2.05.",
  });
  const menu = lines(page, {
    name: "menu",
    pointer: "/teacher/candidates",
    label: "Teachers, one a line",
    placeholder: "name, params, tokens, loss\nsmall, 3B, 60B, \nlarge, 70B, 1T, 1.95",
    hint: "Paste a table: name, params, tokens, loss. Tabs, commas, semicolons or bars.",
    place: (path) => placeIn(menu.input.value, path),
  });
  const scenario = choice(page, {
    name: "scenario",
    pointer: "/scenario",
    label: "What the budget pays of the teacher",
    hint: "Table 2 of the paper: δ of logits and of training.",
    options: scenarioNames.map((name) => [name, `${scenarios[name].name}: ${scenarios[name].pays}`]),
  });
  const limits = [
    text(page, { name: "student_tokens", pointer: "/student/tokens", label: "Student's tokens", hint: range }),
    text(page, {
      name: "unique_tokens",
      pointer: "/student/unique_tokens",
      label: "Different tokens that there are",
      hint: "Each is seen 4 times at most where nothing else is said.",
    }),
    text(page, {
      name: "max_epochs",
      pointer: "/student/max_epochs",
      label: "Epochs at most",
      hint: "Goes with the tokens that there are.",
    }),
    choice(page, {
      name: "repetition",
      pointer: "/student/repetition",
      label: "What repeated tokens are worth",
      options: [["", "As much as new ones"], ["muennighoff-2023", "Less each time (Muennighoff 2023)"]],
    }),
    text(page, {
      name: "serving",
      pointer: "/serving/tokens",
      label: "Tokens served in its life",
      hint: "The budget pays for them too.",
    }),
    text(page, {
      name: "sharing",
      pointer: "/students_sharing_teacher",
      label: "Students that share the teacher",
      hint: "The budget is that of one of them.",
    }),
    choice(page, {
      name: "support",
      pointer: "/support",
      label: "Outside the runs behind the law",
      options: [["warn", "Plan, and warn"], ["constrain", "Only the best inside"], ["ignore", "Plan, and do not warn"]],
    }),
    text(page, {
      name: "flat",
      pointer: "/flat_within",
      label: "May be worse by, nats per token",
      hint: "Says how far each size may be rounded: 0.001.",
    }),
    check(page, { name: "intervals", pointer: "/uncertainty", label: "Intervals where the law has draws" }),
  ];
  const hardware = [
    text(page, {
      name: "device",
      pointer: "/hardware/device",
      label: "Accelerator",
      hint: "Such as H100-SXM.",
      list: devices,
    }),
    text(page, { name: "devices", pointer: "/hardware/count", label: "How many", hint: "1 where nothing is said." }),
    text(page, {
      name: "utilization",
      pointer: "/hardware/utilization",
      label: "Share of the peak",
      hint: "0.4 where nothing is said.",
    }),
    text(page, {
      name: "price",
      pointer: "/hardware/price_per_hour",
      label: "Price of one an hour",
      hint: "In any currency.",
    }),
  ];
  const all = form([
    budget,
    student,
    teacher,
    teacherParams,
    teacherTokens,
    teacherLoss,
    menu,
    scenario,
    law,
    ...limits,
    ...hardware,
  ]);
  const groups = [[teacherParams, ["bounded", "measured"]], [teacherTokens, ["bounded", "measured"]], [teacherLoss, [
    "measured",
  ]], [menu, ["menu"]]];
  const [limitGroup, hardwareGroup] = [folded("Limits", limits), folded("Accelerators and cost", hardware)];
  const opened = (
    group,
    controls,
    values,
  ) => (group.open ||= controls.some(({ name }) => values[name] !== defaults[name]));
  return {
    all,
    element: questionForm("Question", [
      [budget, student, teacher, teacherLoss, teacherParams, teacherTokens, menu, scenario, law].map((control) =>
        control.element
      ),
      hardwareGroup,
      limitGroup,
    ]),
    show(values) {
      all.show(values);
      for (const [control, kinds] of groups) control.element.hidden = !kinds.includes(values.teacher);
      opened(limitGroup, limits, values);
      opened(hardwareGroup, hardware, values);
      const { faults, candidates } = readMenu(values.menu);
      if (values.teacher === "menu" && (faults.length || !candidates.length)) {
        menu.complain(faults.slice(0, 3).join(" ") || "No teacher yet: paste at least one line.");
      }
    },
  };
}
