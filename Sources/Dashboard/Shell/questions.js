/** Questions to the API: how they are put together, asked from a shell, and refused. */
import { copyButton } from "./saving.js";
import { element } from "./dom.js";
import { token } from "./token.js";

/** An object of what is said; null where nothing is. */
export function fields(all) {
  const said = Object.entries(all).filter(([, value]) =>
    value !== null && value !== undefined && value !== "" && value.length !== 0
  );
  return said.length ? Object.fromEntries(said) : null;
}

/** The field `uncertainty` where it is wanted and the law has draws, `most` of them at most. */
export const drawsOf = (isWanted, law, most) => (isWanted && law?.draws ? { draws: Math.min(law.draws, most) } : null);

/** What bands of such draws are; null where there are none. */
export const bandsOf = ({ uncertainty }) => (uncertainty ? `90 % of ${uncertainty.draws} draws of the law` : null);

/** The line for a shell that asks this server the same. */
export function curlLine(path, question) {
  const address = new URL(path, document.baseURI).href;
  const shown = token() ? ` -H "Authorization: Bearer $TOKEN"` : "";
  return `curl -s ${quoted(address)}${shown} -d ${quoted(JSON.stringify(question))}`;
}

/** A word as a shell takes it. */
export const quoted = (text) => (/^[\w.:/@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

/** A line for a shell, to be read and copied; tests find it by `name`. */
export function shellLine(title, line, name = "curl") {
  return element(
    "div",
    { class: "command" },
    element("h3", {}, title),
    copyButton("Copy", () => line),
    element("pre", { tabindex: "0", role: "region", "aria-label": title, "data-command": name }, line),
  );
}

/** Why there is no answer, in words: what no control has said already. */
export function refusal(problem, rest) {
  if (problem.faults?.length && !rest.length) return "What is wrong stands at the fields.";
  return [problem.message, ...rest.map(({ pointer, detail }) => `${pointer ?? ""} ${detail}`.trim())].join(" ");
}
