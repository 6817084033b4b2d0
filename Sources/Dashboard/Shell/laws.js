/** The laws of the server, and the control that chooses one. */
import { get, line } from "./api.js";
import { choice } from "./form.js";

/**
 * A control for the field `law`, whose options are the server's laws, their versions and aliases.
 *
 * `law(text)` is what the list says of the law that a text names: undefined before the server has answered, null where
 * it says nothing. `onlist` is called once it has answered.
 */
export function lawChoice(page, onlist = () => {}) {
  const control = choice(page, {
    name: "law",
    pointer: "/law",
    label: "Law",
    hint: "A name is its newest version; an alias is what the team agreed on.",
    options: [["", "The server's default"]],
  });
  let list;
  const ask = line();
  const load = () =>
    ask((signal) => get("laws", signal), (answer) => {
      list = answer;
      control.setOptions(options(answer));
      onlist();
    }, () => {
      list = null;
      onlist();
    });
  load();
  return { ...control, reload: () => list === null && load(), law: (text) => list && find(list, text) };
}

function options({ laws, default: standard }) {
  const newest = newestOf(laws);
  const about = (law) =>
    `${law.distillation ? "" : "supervised only, "}${law.draws ? `${law.draws} draws` : "no draws"}`;
  const names = [...newest.values()].map((law) => [law.name, `${law.name} (newest, ${law.version}; ${about(law)})`]);
  const versions = laws.filter((law) => newest.get(law.name) !== law).map((
    law,
  ) => [`${law.name}@${law.version}`, `${law.name}@${law.version} (${about(law)})`]);
  const aliases = laws.flatMap((law) =>
    law.aliases.map((alias) => [alias, `${alias} → ${law.name}@${law.version} (${about(law)})`])
  );
  return [
    ["", `${standard} (the server's default)`],
    ...aliases,
    ...names.filter(([name]) => name !== standard),
    ...versions,
  ];
}

function newestOf(laws) {
  const newest = new Map();
  for (const law of laws) if (!(newest.get(law.name)?.version > law.version)) newest.set(law.name, law);
  return newest;
}

function find({ laws, default: standard }, text) {
  const [name, version] = (text || standard).split("@");
  if (version) return laws.find((law) => law.name === name && law.version === Number(version)) ?? null;
  return laws.find((law) => law.aliases.includes(name)) ?? newestOf(laws).get(name) ?? null;
}
