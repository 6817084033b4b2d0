/** A version of a law becomes what an alias means. */
import { Problem, send, Unreachable } from "./api.js";
import { entry, wordsOf } from "./dialog.js";
import { element, settled } from "./dom.js";
import { once, writer } from "./writes.js";

const pathOf = (alias) => `laws/aliases/${encodeURIComponent(alias)}`;

/** A form that points an alias at `law`, and says before what the alias means. */
export function promotion(law) {
  const version = `${law.name}@${law.version}`;
  const write = writer();
  const alias = entry({
    label: `Make ${version} what an alias means`,
    hint: "Such as production: plans that name it follow it.",
    placeholder: "production",
    oninput: () => ask(),
  });
  const button = element("button", { type: "submit", class: "primary" }, "Promote");
  // What the alias meant when it was last looked at, and its entity tag.
  let seen = { alias: "", tag: null, means: null };

  async function read(name) {
    try {
      const answer = await send("GET", pathOf(name));
      const { law: means } = await answer.json();
      return { alias: name, tag: answer.headers.get("ETag"), means: means && `${means.name}@${means.version}` };
    } catch (problem) {
      if (problem.status === 404) return { alias: name, tag: null, means: null };
      throw problem;
    }
  }

  const said = () => alias.input.value.trim();
  const meaning = (
    { alias: name, means },
  ) => (means ? `${name} means ${means} at present.` : `${name} means nothing yet.`);
  const ask = settled(() =>
    said() && guarded(async () => {
      const found = await read(said());
      if (found.alias !== said()) return;
      seen = found;
      alias.complain("");
      note(meaning(found));
    }), 200);
  const note = (words) => (alias.element.querySelector(".note").textContent = words);

  async function promote() {
    const name = said();
    if (!name) return alias.complain("An alias has a name: small letters, digits and dashes.");
    await guarded(async () => {
      if (seen.alias !== name) seen = await read(name);
      // Only where it still means what was said.
      const headers = seen.means ? { "If-Match": seen.tag } : { "If-None-Match": "*" };
      const change = await (await write("PUT", pathOf(name), { body: JSON.stringify({ law: version }), headers }))
        .json();
      alias.complain("");
      note(
        `${change.alias} means ${version} from now on${
          change.previous ? `; before, ${change.previous.name}@${change.previous.version}` : ""
        }.`,
      );
      seen = { alias: "", tag: null, means: null };
    });
  }

  async function guarded(work) {
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Problem) && !(problem instanceof Unreachable)) throw problem;
      if (problem.status !== 412) return alias.complain(wordsOf(problem));
      seen = await read(said());
      alias.complain(`Somebody changed it meanwhile. ${meaning(seen)} Promote again if that is still right.`);
    }
  }

  return element(
    "form",
    { class: "promotion", autocomplete: "off", onsubmit: (event) => (event.preventDefault(), once(button, promote)) },
    alias.element,
    button,
  );
}
