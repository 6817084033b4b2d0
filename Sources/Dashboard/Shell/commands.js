/** Lines for a shell that read from this server, or write to it, what the page shows. */
import { quoted } from "./questions.js";
import { token } from "./token.js";

const shown = () => (token() ? ` -H "Authorization: Bearer $TOKEN"` : "");

/** The line that reads a path. */
export const readLine = (path) => `curl -s ${quoted(new URL(path, document.baseURI).href)}${shown()}`;

/** The line that writes to a path. */
export const writeLine = (path, question) =>
  `${readLine(path)} -H 'Content-Type: application/json' -d ${quoted(JSON.stringify(question))}`;
