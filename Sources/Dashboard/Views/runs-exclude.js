/** Runs are excluded from fits with a reason, and included again, as they were when they were looked at. */
import { Problem, send, Unreachable } from "./api.js";
import { entry, openDialog, wordsOf } from "./dialog.js";
import { element } from "./dom.js";
import { count, loss } from "./quantities.js";
import { once, writer } from "./writes.js";

const pathOf = (study, run) => `studies/${encodeURIComponent(study)}/runs/${run.id}`;

/** The run as it is at present, and its entity tag. */
async function read(study, run) {
  const answer = await send("GET", pathOf(study, run));
  return { run: await answer.json(), tag: answer.headers.get("ETag") };
}

const isKnown = (problem) => problem instanceof Problem || problem instanceof Unreachable;

/** What a refusal means to who asked. */
const wordsFor = (
  problem,
) => (problem.status === 412
  ? "Somebody changed this run while you looked at it. It is shown as it is now: look again, and decide anew."
  : problem.status === 404
  ? "This run is no longer there: somebody deleted it."
  : wordsOf(problem));

/** Asks for the reason, and excludes the run. */
export function excludeRun(study, shown, onchanged) {
  const write = writer();
  const reason = entry({
    label: "Reason",
    hint: "Such as: diverged at step 10 000. It is kept with the run, and seen by all.",
    required: true,
    maxlength: 500,
  });
  const about = element("p", { class: "note about" }, "Reading the run…");
  const fault = element("p", { class: "fault", role: "alert" });
  const button = element("button", { type: "submit", class: "primary", disabled: true }, "Exclude it");
  const dialog = openDialog(
    { title: `Exclude ${shown.external_id}`, onclose: onchanged },
    about,
    element(
      "form",
      { autocomplete: "off", onsubmit: (event) => (event.preventDefault(), once(button, exclude)) },
      reason.element,
      fault,
      element(
        "div",
        { class: "actions" },
        button,
        element("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
      ),
    ),
  );
  let current = null;
  async function load() {
    try {
      current = await read(study, shown);
      about.textContent = aboutRun(current.run);
      button.disabled = false;
    } catch (problem) {
      if (!isKnown(problem)) throw problem;
      about.textContent = "";
      fault.textContent = wordsFor(problem);
    }
  }
  async function exclude() {
    const change = { excluded: true, excluded_reason: reason.input.value };
    try {
      await write("PATCH", pathOf(study, shown), {
        body: JSON.stringify(change),
        headers: { "If-Match": current.tag },
      });
      dialog.close();
    } catch (problem) {
      if (!isKnown(problem)) throw problem;
      const own = (problem.faults ?? []).filter(({ pointer }) => pointer === "/excluded_reason");
      reason.complain(own[0]?.detail);
      fault.textContent = own.length ? "" : wordsFor(problem);
      if (problem.status === 412) await load();
    }
  }
  reason.input.focus();
  load();
}

function aboutRun(run) {
  const teacher = run.teacher?.loss ? `, from a teacher of loss ${loss(run.teacher.loss)}` : "";
  const state = run.excluded ? ` Excluded already: ${run.excluded_reason}.` : "";
  return `${count(run.params)} parameters on ${count(run.tokens)} tokens, loss ${
    loss(run.loss)
  }${teacher}, from ${run.source}.${state}`;
}

/** Includes a run again; what goes wrong is said in a dialog. */
export function includeRun(study, shown, button, onchanged) {
  return once(button, async () => {
    try {
      const { run, tag } = await read(study, shown);
      const isAsShown = run.excluded === shown.excluded && run.excluded_reason === shown.excluded_reason;
      if (!isAsShown) throw new Problem(412, {});
      await writer()("PATCH", pathOf(study, shown), {
        body: JSON.stringify({ excluded: false }),
        headers: { "If-Match": tag },
      });
      onchanged();
    } catch (problem) {
      if (!isKnown(problem)) throw problem;
      const dialog = openDialog(
        { title: `${shown.external_id} was not included`, onclose: onchanged },
        element("p", {}, wordsFor(problem)),
        element(
          "div",
          { class: "actions" },
          element("button", { type: "button", class: "primary", onclick: () => dialog.close() }, "Look again"),
        ),
      );
    }
  });
}
