/** Lines for a shell that read from this server, or write to it, what the page shows. */
import { quoted } from "./plan-question.js";
import { copyButton } from "./saving.js";
import { element } from "./dom.js";
import { token } from "./token.js";

const start = (path) => `curl -s ${quoted(new URL(path, document.baseURI).href)}${token() === null ? "" : ` -H "Authorization: Bearer $TOKEN"`}`;

/** The line that reads a path. */
export const readLine = (path) => start(path);

/** The line that writes to a path. */
export const writeLine = (path, question) => `${start(path)} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(question))}`;

/** A line as it is shown, with a button that copies it. */
export function commandOf(text, title = "The same from a shell") {
  return [element("h3", {}, title), copyButton("Copy", () => text), element("pre", { tabindex: "0", role: "region", "aria-label": "curl", "data-command": "curl" }, text)];
}
