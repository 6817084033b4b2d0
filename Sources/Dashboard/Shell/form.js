/**
 * Controls for the values of a view.
 *
 * A control is `{ name, pointer, element, show(text), complain(words) }`. What a user does to it goes to `page.change`,
 * and comes back through `show` with everything else that the address says: the address is the only place where state
 * is. `pointer` is the field of the question that it gives, as faults of the API name it; `place(path)` says in words
 * where in that field a fault is.
 */
import { element, newIdentifier } from "./dom.js";
import { parse, rounded } from "./quantities.js";

/** What all controls have: a label, room for a hint or a fault, and the input between them. */
function control({ name, pointer, label, hint = "", place }, input, others = []) {
  const id = newIdentifier(name);
  const note = element("p", { class: "note", id: `${id}-note` }, hint);
  input.id = id;
  input.setAttribute("aria-describedby", note.id);
  return {
    name,
    pointer,
    place,
    input,
    element: element(
      "div",
      { class: "control", "data-field": name },
      element("label", { for: id }, label),
      ...others,
      input,
      note,
    ),
    show(text) {
      // What is being typed stays as it is.
      if (input.value !== text) input.value = text;
    },
    complain(words) {
      note.textContent = words || hint;
      note.classList.toggle("fault", Boolean(words));
      input.toggleAttribute("aria-invalid", false);
      if (words) input.setAttribute("aria-invalid", "true");
    },
  };
}

const typing = { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: "false" };

/** Tells the page of what is typed, and at the end that it is settled. */
function listening(page, name) {
  return {
    oninput: (event) => page.change({ [name]: event.target.value }),
    onchange: () => page.settle(),
  };
}

/** A line of text; `list` names what may be chosen from. */
export function text(page, about) {
  const list = about.list &&
    element("datalist", { id: newIdentifier("list") }, ...about.list.map((value) => element("option", { value })));
  const input = element("input", {
    ...typing,
    ...listening(page, about.name),
    placeholder: about.placeholder,
    list: list?.id,
  });
  return control(about, input, list ? [list] : []);
}

/** Lines of text, such as a pasted table. */
export function lines(page, about) {
  return control(
    about,
    element("textarea", {
      ...listening(page, about.name),
      rows: about.rows ?? 6,
      spellcheck: "false",
      placeholder: about.placeholder,
    }),
  );
}

/** A number as text with a suffix, and a slider for its logarithm from `min` to `max`; `write` is of `quantities`. */
export function quantity(page, about) {
  const whole = text(page, about);
  const scale = (value) => String(Math.log10(value));
  const slider = element("input", {
    type: "range",
    min: scale(about.min),
    max: scale(about.max),
    step: "any",
    class: "slider",
    "aria-label": `${about.label}, slider`,
    oninput: () => page.change({ [about.name]: rounded(10 ** Number(slider.value), about.write) }),
    onchange: () => page.settle(),
    onkeydown: step,
  });
  function step(event) {
    const steps =
      { ArrowRight: 0.05, ArrowUp: 0.05, ArrowLeft: -0.05, ArrowDown: -0.05, PageUp: 0.5, PageDown: -0.5 }[event.key];
    if (!steps) return;
    event.preventDefault();
    slider.value = Number(slider.value) + steps;
    page.change({ [about.name]: rounded(10 ** Number(slider.value), about.write) });
    page.settle();
  }
  whole.element.querySelector("label").after(slider);
  const { show } = whole;
  return {
    ...whole,
    show(value) {
      show(value);
      const number = parse(value);
      slider.classList.toggle("unused", number === null);
      if (number !== null) slider.value = scale(Math.min(Math.max(number, about.min), about.max));
      slider.setAttribute("aria-valuetext", value || about.placeholder || "none");
    },
  };
}

/** One of some options, each `[value, words]`; `setOptions` exchanges them. */
export function choice(page, about) {
  const select = element("select", { onchange: () => page.change({ [about.name]: select.value }, true) });
  const whole = control(about, select);
  let shown = "";
  const show = (value) => {
    shown = value;
    // A link may name what this server has not: it stays visible, and the server says what is wrong with it.
    if (![...select.options].some((option) => option.value === value)) {
      select.append(element("option", { value }, value));
    }
    select.value = value;
  };
  const setOptions = (options) => {
    select.replaceChildren(...options.map(([value, words]) => element("option", { value }, words)));
    show(shown);
  };
  setOptions(about.options ?? []);
  return { ...whole, show, setOptions };
}

/** One of a few options that are all seen, each `[value, words]`; `also(value, before)` gives what changes with it. */
export function segments(page, about) {
  const name = newIdentifier(about.name);
  let shown = "";
  const inputs = about.options.map(([value]) =>
    element("input", {
      type: "radio",
      name,
      value,
      id: `${name}-${value}`,
      onchange: () => page.change({ [about.name]: value, ...about.also?.(value, shown) }, true),
    })
  );
  const note = element("p", { class: "note" }, about.hint ?? "");
  return {
    name: about.name,
    pointer: about.pointer,
    element: element(
      "fieldset",
      { class: "control segments", "data-field": about.name },
      element("legend", {}, about.label),
      element(
        "div",
        { class: "options" },
        inputs.map((input, index) => [input, element("label", { for: input.id }, about.options[index][1])]),
      ),
      note,
    ),
    show(value) {
      shown = value;
      for (const input of inputs) input.checked = input.value === value;
    },
    complain(words) {
      note.textContent = words || (about.hint ?? "");
      note.classList.toggle("fault", Boolean(words));
    },
  };
}

/** A yes or no, kept as `on` or empty. */
export function check(page, about) {
  const input = element("input", {
    type: "checkbox",
    onchange: () => page.change({ [about.name]: input.checked ? "on" : "" }, true),
  });
  const whole = control(about, input);
  whole.element.classList.add("check");
  return { ...whole, show: (value) => (input.checked = value === "on") };
}

/** A group that can be folded away, open where one of its values is not its default. */
export function folded(title, controls) {
  return element(
    "details",
    { class: "folded" },
    element("summary", {}, title),
    element("div", { class: "grid" }, controls.map((control) => control.element)),
  );
}

/** The control whose pointer is the longest beginning of `pointer`. */
function ownerOf(pointer, controls) {
  return controls
    .filter((control) => control.pointer && `${pointer}/`.startsWith(`${control.pointer}/`))
    .sort((one, other) => other.pointer.length - one.pointer.length)[0];
}

/** So many faults of one control are told at a time. */
const mostFaults = 4;

/** The form of a view around its controls, which tell of themselves at every change: sending it is `submit`'s, or nobody's. */
export function questionForm(label, content, submit = () => {}) {
  return element("form", {
    class: "question",
    "aria-label": label,
    autocomplete: "off",
    onsubmit: (event) => {
      event.preventDefault();
      submit();
    },
  }, content);
}

/** All controls of a view. */
export function form(controls) {
  return {
    /** Shows the values, and forgets what was wrong with others. */
    show(values) {
      for (const control of controls) {
        control.show(values[control.name] ?? "");
        control.complain("");
      }
    },
    /** Says each fault at its control; gives back those that have none. */
    complain(faults) {
      const told = new Map();
      const rest = faults.filter(({ pointer, detail }) => {
        const owner = ownerOf(pointer, controls);
        const inside = pointer?.slice(owner?.pointer.length + 1);
        const place = inside && owner?.place ? `${owner.place(inside.split("/"))}: ` : "";
        if (owner) told.set(owner, [...(told.get(owner) ?? []), place + detail]);
        return !owner;
      });
      for (const [owner, words] of told) {
        owner.complain(words.slice(0, mostFaults).join(". "));
        owner.element.closest("details")?.setAttribute("open", "");
      }
      return rest;
    },
  };
}
