/** The view Capacity gap: the student's loss against its teacher's, and where the teachers of a menu stand. */
import { line, post } from "./api.js";
import { chartPanel } from "./charts.js";
import { element, settled } from "./dom.js";
import { check, form, lines, quantity, questionForm, text } from "./form.js";
import { lawChoice } from "./laws.js";
import { readMenu } from "./menu.js";
import { count, loss, parse, signed } from "./quantities.js";
import { bandsOf, curlLine, drawsOf, fields, refusal, shellLine } from "./questions.js";

const points = 81;
/** All rows' draws together are bounded by the API; so many answer at once. */
const drawsAsked = 128;
/** More names than these would lie over each other. */
const mostNames = 12;

export const gap = {
  name: "gap",
  title: "Capacity gap",
  defaults: { student: "1B", tokens: "100B", from: "", to: "", menu: "", law: "", intervals: "on" },
  open(page) {
    const law = lawChoice(page, () => refresh());
    const controls = controlsOf(page, law);
    const panel = chartPanel({
      title: "Student's loss against its teacher's",
      note: "Left of the lowest point a teacher is stronger than this student can use, right of it too weak.",
    });
    const summary = element("p", { class: "verdict", role: "status" }, "Computing…");
    const menu = element("div", { class: "rest" });
    const command = element("div");
    const ask = line();
    let values = null;
    const look = settled(() => {
      const known = law.law(values.law);
      ask((signal) => answerOf(values, known, signal), draw, (problem) => {
        const rest = controls.all.complain(
          problem.faults.map(({ pointer, detail }) => ({ pointer: pointer?.replace(/^\/\d+/, ""), detail })),
        );
        summary.textContent = refusal(problem, rest);
      });
    });
    function refresh() {
      if (values && law.law(values.law) !== undefined) look();
    }
    function draw(answer) {
      summary.textContent = summaryOf(answer);
      panel.show(pictureOf(answer));
      menu.replaceChildren(...menuTable(answer.teachers));
      command.replaceChildren(shellLine("One of its points from a shell", curlLine("predict", answer.question)));
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
          element("section", { class: "answer slim" }, menu, command),
        ),
      ),
      show(next) {
        values = next;
        controls.show(values);
        law.reload();
        refresh();
      },
      close: () => panel.close(),
    };
  },
};

function controlsOf(page, law) {
  const student = quantity(page, {
    name: "student",
    pointer: "/student/params",
    label: "Student, parameters",
    hint: "One size, such as 1B.",
    min: 1e7,
    max: 1e12,
    write: count,
  });
  const tokens = quantity(page, {
    name: "tokens",
    pointer: "/student/tokens",
    label: "Student, tokens",
    hint: "So many, from every teacher.",
    min: 1e8,
    max: 1e14,
    write: count,
  });
  const from = text(page, {
    name: "from",
    pointer: "/teacher/loss",
    label: "Teacher's loss from",
    placeholder: "as it fits",
  });
  const to = text(page, { name: "to", label: "To", placeholder: "as it fits" });
  const menu = lines(page, {
    name: "menu",
    pointer: "/teacher",
    label: "Teachers, one a line",
    placeholder: "small, 3B, 60B, \nlarge, 70B, 1T, 1.95",
    hint: "Paste a table: name, params, tokens, loss. Tabs, commas, semicolons or bars.",
  });
  const intervals = check(page, { name: "intervals", pointer: "/uncertainty", label: "Band where the law has draws" });
  const all = form([student, tokens, from, to, menu, law, intervals]);
  return {
    all,
    element: questionForm("Question", [
      student.element,
      tokens.element,
      element("div", { class: "grid" }, from.element, to.element),
      menu.element,
      law.element,
      intervals.element,
    ]),
    show(values) {
      all.show(values);
      menu.complain(readMenu(values.menu).faults.slice(0, 3).join(" "));
    },
  };
}

/** What `POST /predict` says of the student alone, with the menu's teachers, and with teachers of every loss between. */
async function answerOf(values, law, signal) {
  const uncertainty = drawsOf(values.intervals, law, drawsAsked);
  const about = (teacher) =>
    fields({ law: values.law, student: { params: values.student, tokens: values.tokens }, teacher, uncertainty });
  const candidates = readMenu(values.menu).candidates;
  const [alone, ...teachers] = (await post("predict", [about(null), ...candidates.map(about)], signal)).predictions;
  const best = alone.best_teacher_loss;
  if (best === null) return { alone, best, curve: [], teachers, question: about(null) };
  const [from, to] = endsOf(values, best, teachers);
  const losses = Array.from({ length: points }, (_, index) => from + ((to - from) * index) / (points - 1));
  // The lowest point itself is one of the curve.
  const all = [...losses, ...(best > from && best < to ? [best] : [])].sort((one, other) => one - other);
  const curve = (await post("predict", all.map((loss) => about({ loss })), signal)).predictions;
  return { alone, best, curve, teachers, question: about({ loss: best }) };
}

/** The range of teachers' losses: as it is said, or around the best teacher and the menu. */
function endsOf(values, best, teachers) {
  const known = [best, ...teachers.map((row) => row.teacher_loss)];
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return [parse(values.from) ?? least - 0.1, parse(values.to) ?? Math.max(most + 0.15, best + 0.6)];
}

function summaryOf({ alone, best, teachers }) {
  if (best === null) return "This law says nothing of distilling: choose another.";
  const gain = alone.supervised_loss - alone.best_student_loss;
  const words = `This student learns most from a teacher of ${loss(best)} nats per token: it comes to ${
    loss(alone.best_student_loss)
  }, ${loss(gain)} better than alone.`;
  const strong = teachers.filter((row) => row.teacher_loss < best);
  return strong.length
    ? `${words} ${strong.length} of ${teachers.length} teachers are stronger than it can use.`
    : words;
}

const place = (row) => ({
  x: row.teacher_loss,
  y: row.student_loss,
  ...(typeof row.student_loss_lower === "number" && { low: row.student_loss_lower, high: row.student_loss_upper }),
});

function pictureOf({ alone, best, curve, teachers, question }) {
  const axis = (label) => ({ label, scale: "linear", write: loss });
  return {
    name: "capacity-gap",
    title: `Student of ${count(alone.student_params)} on ${count(alone.student_tokens)} tokens`,
    hover: "point",
    x: axis("teacher's loss, nats per token"),
    y: axis("student's loss, nats per token"),
    series: [
      { label: "distilled student", look: "accent", kind: "line", points: curve.map(place) },
      ...(teachers.length
        ? [{
          label: "teachers of the menu",
          look: "third",
          kind: "points",
          isNamed: teachers.length <= mostNames,
          points: teachers.map((row) => ({ x: row.teacher_loss, y: row.student_loss, label: row.teacher_name })),
        }]
        : []),
    ],
    bands: bandsOf(question),
    marks: [
      ...(best === null ? [] : [{ x: best, label: `best teacher: ${loss(best)}`, look: "accent" }]),
      { y: alone.supervised_loss, label: `without a teacher: ${loss(alone.supervised_loss)}`, look: "supervised" },
    ],
  };
}

/** The menu as a table, the best teacher first. */
function menuTable(teachers) {
  if (!teachers.length) return [];
  const rows = [...teachers].sort((one, other) => one.student_loss - other.student_loss);
  const row = (entry) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, entry.teacher_name),
      [[entry.teacher_loss, loss], [entry.student_loss, loss], [entry.loss_advantage, signed], [
        entry.student_loss - entry.best_student_loss,
        loss,
      ]].map(([value, write]) => element("td", { class: "number", "data-number": value }, write(value))),
      element("td", {}, entry.teacher_loss < entry.best_teacher_loss ? "too strong" : "weaker than the best"),
    );
  const columns = ["Teacher", "Its loss", "Student's loss", "Advantage", "Lost to the gap", ""];
  return [
    element(
      "section",
      {},
      element("h2", {}, "The menu, the best first"),
      element(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": "The menu of teachers" },
        element(
          "table",
          {},
          element(
            "thead",
            {},
            element(
              "tr",
              {},
              columns.map((words) => element(words ? "th" : "td", words ? { scope: "col" } : {}, words)),
            ),
          ),
          element("tbody", {}, rows.map(row)),
        ),
      ),
    ),
  ];
}
