/** What people call things. */

/** The scenarios, each with the name that a chart has room for and what the budget pays in it. */
export const scenarios = {
  best_case: { name: "Best case", pays: "the teacher is free" },
  teacher_inference: { name: "Teacher's logits", pays: "the budget pays for the teacher's logits" },
  teacher_pretraining: { name: "Teacher's training", pays: "the budget pays for the teacher's training" },
  teacher_pretraining_inference: {
    name: "Training and logits",
    pays: "the budget pays for the teacher's training and logits",
  },
};

export const scenarioNames = Object.keys(scenarios);

/** What to do about a warning, by its code; the warning's own message says what it is. */
const advice = {
  extrapolation:
    "Make runs of this size before you rely on it, bound it under Limits, or ask for the best inside under Limits.",
  outside_hull: "Make runs near this combination, or set “Outside the runs” to the best inside.",
  active_bound: "Loosen the bound if you can: it costs loss.",
  unspent_budget: "Spend less, or loosen the bounds that keep the rest from being of use.",
  capacity_gap: "Choose a weaker teacher, which is cheaper and teaches this student more; Capacity gap shows how far.",
  target_out_of_reach: "Ask for a higher loss, or give the student more parameters.",
  flat_optimum: "Round to what your hardware and your data suggest: nothing is lost by it.",
  law_misfit: "Plan with another law.",
  not_converged: "Narrow the bounds and look again; report the question if it stays.",
  undecided: "Decide by what else matters, such as the work that a teacher takes, or make runs that tell: " +
    "POST /studies/{study}/next chooses them.",
  supervised_law_only: "Choose a law with a distillation part to compare.",
};

/** What to do about a warning. */
export const adviceOn = (warning) => advice[warning.code] ?? "";

/** The names of warnings, for a headline. */
export const warningName = (code) =>
  ({
    extrapolation: "Beyond the runs",
    outside_hull: "Between no runs",
    active_bound: "A bound holds it",
    unspent_budget: "Budget left over",
    capacity_gap: "Teacher too strong",
    target_out_of_reach: "Out of reach",
    flat_optimum: "Flat optimum",
    law_misfit: "Law misses its runs",
    not_converged: "Not converged",
    undecided: "Undecided",
    supervised_law_only: "Supervised law only",
  })[code] ?? code.replaceAll("_", " ");
