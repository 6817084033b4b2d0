/** The token of servers that want one: asked for in a dialog, kept in this tab only. */
import { element } from "./dom.js";

const place = "token";

/** The token; null where none was given. */
export const token = () => sessionStorage.getItem(place);

/** Throws the token away. */
export const forget = () => sessionStorage.removeItem(place);

let asking = null;
let isDeclined = false;

/** Tells with `declined` that somebody wants to go on without a token, and with `given` of a new one. */
export const tokens = new EventTarget();

/**
 * Asks for a token, once for all who want it; says whether one was given.
 *
 * Whoever went on without one is not asked at every question, but only where `isWanted`.
 */
export function askForToken(complaint, isWanted = false) {
  if (isDeclined && !isWanted) return Promise.resolve(false);
  asking ??= open(complaint).then((isGiven) => {
    isDeclined = !isGiven;
    tokens.dispatchEvent(new Event(isGiven ? "given" : "declined"));
    return isGiven;
  }).finally(() => (asking = null));
  return asking;
}

function open(complaint) {
  const field = element("input", {
    id: "token",
    type: "password",
    autocomplete: "off",
    spellcheck: "false",
    required: true,
    "aria-describedby": "token-note",
  });
  const dialog = element(
    "dialog",
    { class: "dialog", "aria-labelledby": "token-title" },
    element("h2", { id: "token-title" }, "This server asks for a token"),
    element(
      "p",
      { id: "token-note", class: complaint ? "fault" : "note" },
      complaint ||
        "It is kept in this tab only, and gone when the tab is closed. Scope read is enough for all that only looks.",
    ),
    element(
      "form",
      { onsubmit: give },
      element("label", { for: "token" }, "Token"),
      field,
      element(
        "div",
        { class: "actions" },
        element("button", { type: "submit", class: "primary" }, "Use this token"),
        element("button", { type: "button", onclick: () => dialog.close() }, "Go on without"),
      ),
    ),
  );
  function give(event) {
    event.preventDefault();
    sessionStorage.setItem(place, field.value.trim());
    dialog.close("given");
  }
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "given");
    });
  });
}
