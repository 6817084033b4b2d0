/** The values of the view Plan as a question of `POST /plan`, and as commands that ask the same. */
import { bounds } from "./quantities.js";
import { readMenu } from "./menu.js";
import { drawsOf, fields, quoted } from "./questions.js";

/** What the view starts with; the address has what differs. */
export const defaults = {
  budget: "1e22",
  student: "1B",
  teacher: "free",
  teacher_params: "",
  teacher_tokens: "",
  teacher_loss: "",
  menu: "",
  scenario: "teacher_pretraining_inference",
  law: "",
  student_tokens: "",
  unique_tokens: "",
  max_epochs: "",
  repetition: "",
  serving: "",
  sharing: "",
  support: "warn",
  flat: "",
  device: "",
  devices: "",
  utilization: "",
  price: "",
  intervals: "on",
};

/** How many draws are asked where the law has as many: enough for intervals, few enough to answer at once. */
const drawsAsked = 128;

/** The question; `law` is what is known of the law, null where nothing is. */
export function questionOf(values, law) {
  const distils = law?.distillation ?? true;
  return fields({
    budget_flops: values.budget,
    student: fields({
      params: bounds(values.student),
      tokens: bounds(values.student_tokens),
      unique_tokens: values.unique_tokens,
      max_epochs: values.max_epochs,
      repetition: values.repetition,
    }),
    teacher: distils ? teacherOf(values) : null,
    scenario: distils ? values.scenario : null,
    students_sharing_teacher: distils ? values.sharing : null,
    serving: fields({ tokens: values.serving }),
    law: values.law,
    support: values.support === "warn" ? null : values.support,
    flat_within: values.flat,
    hardware: values.device
      ? fields({
        device: values.device,
        count: values.devices,
        utilization: values.utilization,
        price_per_hour: values.price,
      })
      : null,
    uncertainty: drawsOf(values.intervals, law, drawsAsked),
  });
}

/** The field `teacher`: bounds, one that exists, a menu, or nothing. */
export function teacherOf(values) {
  const size = { params: bounds(values.teacher_params), tokens: bounds(values.teacher_tokens) };
  switch (values.teacher) {
    case "bounded":
      return fields(size);
    case "measured":
      return fields({ loss: values.teacher_loss, ...size });
    case "menu":
      return fields({ candidates: readMenu(values.menu).candidates });
    default:
      return null;
  }
}

const options = [
  ["--budget", (question) => question.budget_flops],
  ["--student", (question) => range(question.student?.params)],
  ["--student-tokens", (question) => range(question.student?.tokens)],
  ["--unique-tokens", (question) => question.student?.unique_tokens],
  ["--max-epochs", (question) => question.student?.max_epochs],
  ["--repetition", (question) => question.student?.repetition],
  ["--serving-tokens", (question) => question.serving?.tokens],
  ["--teacher", (question) => range(question.teacher?.params)],
  ["--teacher-tokens", (question) => range(question.teacher?.tokens)],
  ["--teacher-loss", (question) => question.teacher?.loss],
  ["--scenario", (question) => question.scenario],
  ["--students-sharing-teacher", (question) => question.students_sharing_teacher],
  ["--law", (question) => question.law],
  ["--support", (question) => question.support],
  ["--flat-within", (question) => question.flat_within],
  ["--device", (question) => question.hardware?.device],
  ["--devices", (question) => question.hardware?.count],
  ["--utilization", (question) => question.hardware?.utilization],
  ["--price-per-hour", (question) => question.hardware?.price_per_hour],
  ["--uncertainty-draws", (question) => question.uncertainty?.draws],
];

const range = (value) => (value && typeof value === "object" ? `${value.min ?? ""}..${value.max ?? ""}` : value);

/** The line for a shell that asks without a server; a menu goes in as JSON, which options have no room for. */
export function commandLine(question) {
  if (question.teacher?.candidates) {
    return `printf %s ${quoted(JSON.stringify(question))} | distill-planner plan --request - --format json`;
  }
  const told = options.map(([option, value]) => [option, value(question)]).filter(([, value]) => value);
  return `distill-planner plan ${
    told.map(([option, value]) => `${option} ${quoted(String(value))}`).join(" ")
  } --format json`;
}
