/** What is asked of a fit, as controls and as the body of `POST /studies/{study}/fits`. */
import { check, choice, segments, text } from "./form.js";
import { fields } from "./questions.js";

export const defaults = {
  fitted: "supervised",
  filter: "",
  holdout: "",
  holdout_value: "",
  starts: "",
  resamples: "",
  name: "",
  supervised_law: "",
  gamma: "free",
  unit: "",
  delta: "",
  seed: "",
  level: "",
  prior: "",
  profiles: "on",
  leave_one_out: "on",
};

/** The question. */
export function questionOf(values) {
  return fields({
    law: values.fitted,
    name: values.name,
    filter: values.filter,
    gamma: values.gamma === "free" ? null : values.gamma,
    supervised_law: values.fitted === "distillation" ? values.supervised_law : null,
    delta: values.delta,
    starts: values.starts,
    seed: values.seed,
    level: values.level,
    profiles: values.profiles ? null : false,
    leave_one_out: values.leave_one_out ? null : false,
    gamma_prior_factor: values.prior,
    // An empty value is sent too, so that what is missing is said.
    holdout: values.holdout ? { [values.holdout]: values.holdout_value } : null,
    ...bootstrapOf(values),
  });
}

function bootstrapOf({ resamples, unit }) {
  const asked = fields({ resamples, unit });
  return asked ? { bootstrap: asked } : {};
}

/** The controls, those that are seen and those that are folded away. */
export function fitControls(page) {
  const seen = [
    segments(page, {
      name: "fitted",
      pointer: "/law",
      label: "Law",
      options: [["supervised", "Supervised"], ["distillation", "Distillation"]],
    }),
    text(page, {
      name: "supervised_law",
      pointer: "/supervised_law",
      label: "On the supervised law",
      placeholder: "fitted too",
      hint: "Such as busbridge-2025; without one it is fitted to the supervised runs.",
    }),
    text(page, {
      name: "filter",
      pointer: "/filter",
      label: "Which runs",
      placeholder: "all but the excluded",
      hint: "Conditions as in Runs: split=train&loss_max=3.",
    }),
    choice(page, {
      name: "holdout",
      pointer: "/holdout",
      label: "Keep back, to test the law on",
      options: [["", "No run"], ["loss_below", "Runs of a loss below"], [
        "largest_compute",
        "The share with the most compute",
      ], ["split", "Runs of a split"]],
    }),
    text(page, {
      name: "holdout_value",
      pointer: "/holdout",
      label: "Which",
      hint: "A loss such as 2.3, a share such as 0.1, or a split's name.",
    }),
    text(page, {
      name: "starts",
      pointer: "/starts",
      label: "Starts",
      placeholder: "24",
      hint: "From how many places the search starts.",
    }),
    text(page, {
      name: "resamples",
      pointer: "/bootstrap",
      label: "Resamples",
      placeholder: "256",
      hint: "Of the bootstrap that gives the intervals; 1 to 4096.",
    }),
  ];
  const folded = [
    text(page, {
      name: "name",
      pointer: "/name",
      label: "Name of the law",
      placeholder: "the study's",
      hint: "Small letters, digits and dashes.",
    }),
    choice(page, { name: "gamma", pointer: "/gamma", label: "γ", options: [["free", "Fitted"], ["one", "1"]] }),
    choice(page, {
      name: "unit",
      pointer: "/bootstrap/unit",
      label: "Resample",
      options: [["", "As fits the law"], ["run", "Single runs"], ["configuration", "Configurations"]],
    }),
    text(page, { name: "delta", pointer: "/delta", label: "δ of the Huber loss", placeholder: "1e-4" }),
    text(page, { name: "seed", pointer: "/seed", label: "Seed", placeholder: "1" }),
    text(page, { name: "level", pointer: "/level", label: "Level of intervals", placeholder: "0.9" }),
    text(page, {
      name: "prior",
      pointer: "/gamma_prior_factor",
      label: "Belief in γ = 1, factor",
      placeholder: "none",
    }),
    check(page, { name: "profiles", pointer: "/profiles", label: "Say how far each parameter may move" }),
    check(page, { name: "leave_one_out", pointer: "/leave_one_out", label: "Predict each configuration without it" }),
  ];
  return { seen, folded };
}
