/** Which runs are meant: the conditions of `GET /studies/{study}/runs`, as controls and as a query. */
import { segments, text } from "./form.js";
import { bounds } from "./quantities.js";

/** What has a range, and what people call it. */
export const ranges = {
  params: "Parameters",
  tokens: "Tokens",
  loss: "Loss",
  teacher_params: "Teacher's parameters",
  teacher_tokens: "Teacher's tokens",
  teacher_loss: "Teacher's loss",
  tokens_per_param: "Tokens per parameter",
  flops: "Compute, 6 N D",
  lambda: "λ",
  temperature: "Temperature",
  learning_rate: "Learning rate",
  unique_tokens: "Unique tokens",
  epochs: "Epochs",
  context: "Context",
};

const words = ["kind", "excluded", "source", "external_id", "tag", "split", "loss_split"];

/** The conditions, each empty where it holds for all. */
export const conditions = Object.fromEntries([...words, ...Object.keys(ranges)].map((name) => [name, ""]));

/** The conditions as a query: `kind=supervised&loss_max=3`. */
export function filterOf(values) {
  const said = words.map((name) => [name, values[name].trim()]);
  for (const name of Object.keys(ranges)) {
    const range = bounds(values[name]);
    const { min, max } = typeof range === "string" ? { min: range, max: range } : range ?? {};
    said.push([`${name}_min`, min], [`${name}_max`, max]);
  }
  return said.filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
}

/** The conditions that a query names; one that cannot be read stays as it is written. */
export function conditionsOf(filter) {
  const values = { ...conditions };
  const ends = {};
  for (const pair of filter.split("&").filter(Boolean)) {
    const [name, value = ""] = pair.split("=").map(decoded);
    const [, quantity, end] = /^(.+)_(min|max)$/.exec(name) ?? [];
    if (quantity in ranges) ends[quantity] = { ...ends[quantity], [end]: value };
    else if (name in values) values[name] = value;
  }
  for (const [name, { min = "", max = "" }] of Object.entries(ends)) {
    values[name] = min === max ? min : `${min}..${max}`;
  }
  return values;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What a list can be sorted by. */
const sorts = [...Object.keys(ranges), "source", "external_id"];

/** The controls; `groups` are those that can be folded away. */
export function filterControls(page) {
  const kind = segments(page, {
    name: "kind",
    pointer: "/kind",
    label: "Kind",
    options: [["", "All"], ["supervised", "Supervised"], ["distillation", "Distilled"]],
  });
  const excluded = segments(page, {
    name: "excluded",
    pointer: "/excluded",
    label: "Excluded",
    options: [["", "All"], ["false", "Without"], ["true", "Only"]],
  });
  const sort = text(page, {
    name: "sort",
    pointer: "/sort",
    label: "Sort",
    hint: "Such as loss,-params: a minus goes down. Or press a column's head.",
    placeholder: "as stored",
    list: sorts.flatMap((name) => [name, `-${name}`]),
  });
  const equal = [["source", "Source"], ["external_id", "Run"], ["tag", "Tags"], ["split", "Split"], [
    "loss_split",
    "Loss measured on",
  ]].map(([name, label]) =>
    text(page, { name, pointer: `/${name}`, label, hint: name === "tag" ? "All of several with commas between." : "" })
  );
  const between = Object.entries(ranges).map(([name, label]) =>
    text(page, { name, pointer: `/${name}`, label, placeholder: name === "params" ? "1B..8B" : "" })
  );
  return { controls: [kind, excluded, sort], equal, between };
}

/** Faults of a query as faults of the controls. */
export const faultsOf = (problem) =>
  (problem.faults ?? []).map(({ parameter, pointer, detail }) => ({
    pointer: parameter ? `/${parameter.replace(/_(min|max)$/, "")}` : pointer,
    detail,
  }));
