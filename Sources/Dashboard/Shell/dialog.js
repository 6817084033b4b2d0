/** Dialogs: what is decided before anything else goes on. */
import { element, newIdentifier } from "./dom.js";

/**
 * Opens a dialog with a title and `content`, and gives `{ element, body, close }`.
 *
 * Escape closes it like `close`, and so does going elsewhere; it is taken away then, and `onclose` is called.
 */
export function openDialog({ title, kind = "", onclose = () => {} }, ...content) {
  const id = newIdentifier("dialog");
  const body = element("div", { class: "dialog-body" }, ...content);
  const dialog = element(
    "dialog",
    { class: `dialog ${kind}`, "aria-labelledby": id },
    element("h2", { id }, title),
    body,
  );
  const leave = () => dialog.close();
  addEventListener("popstate", leave);
  dialog.addEventListener("close", () => {
    removeEventListener("popstate", leave);
    dialog.remove();
    onclose();
  });
  // A file that falls on it would be opened in place of the page.
  for (const type of ["dragover", "drop"]) dialog.addEventListener(type, (event) => event.preventDefault());
  document.body.append(dialog);
  dialog.showModal();
  return { element: dialog, body, close: () => dialog.close() };
}

/** A labelled input of a dialog, which is no part of the address; `{ element, input, complain(words) }`. */
export function entry({ label, hint = "", tag = "input", ...attributes }, ...children) {
  const id = newIdentifier("entry");
  const note = element("p", { class: "note", id: `${id}-note` }, hint);
  const input = element(tag, {
    ...(tag === "input" && { type: "text", autocomplete: "off", spellcheck: "false" }),
    id,
    "aria-describedby": note.id,
    ...attributes,
  }, ...children);
  return {
    input,
    element: element("div", { class: "control" }, element("label", { for: id }, label), input, note),
    complain(words) {
      note.textContent = words || hint;
      note.classList.toggle("fault", Boolean(words));
      if (words) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    },
  };
}

/** What went wrong, in words: the problem's own, and those of faults that stand at no field. */
export const wordsOf = (problem, faults = problem.faults ?? []) =>
  [
    problem.message,
    ...faults.map(({ pointer, parameter, detail }) =>
      `${(pointer ?? parameter ?? "").replace(/^\//, "")} ${detail}`.trim() + "."
    ),
  ].join(" ");
