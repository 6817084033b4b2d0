/** Makes an element of the page. */

/**
 * An element with attributes and children.
 *
 * A function under `on…` listens, `style` is set property by property, a boolean is present or absent; a child that is
 * null or false is left out.
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function set(node, name, value) {
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "style") {
    for (const [property, text] of Object.entries(value)) node.style.setProperty(property, text);
  } else if (typeof value === "boolean") node.toggleAttribute(name, value);
  else if (value !== null && value !== undefined) node.setAttribute(name, value);
}

const drawing = "http://www.w3.org/2000/svg";

/** An element of a small drawing inside the page. */
export function shape(tag, attributes = {}, ...children) {
  const node = document.createElementNS(drawing, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

let count = 0;

/** An identifier that no other element of the page has. */
export const newIdentifier = (name) => `${name}-${++count}`;

/** Calls `action` once nobody has asked for `milliseconds`. */
export function settled(action, milliseconds = 120) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), milliseconds);
  };
}
