/**
 * The state of the page as it stands in the address behind `#`, such as `#/plan?budget=1e22&student=1B`.
 *
 * Nothing of it is sent to the server, and a link to it shows somebody else the same.
 */

/** The view and the values that the address names. */
export function read() {
  const [path, query] = split(location.hash.replace(/^#\/?/, ""));
  return { view: path, values: Object.fromEntries(new URLSearchParams(query)) };
}

function split(text) {
  const mark = text.indexOf("?");
  return mark < 0 ? [text, ""] : [text.slice(0, mark), text.slice(mark + 1)];
}

/** The address of a view with those `values` that are not its `defaults`. */
export function link(view, values = {}, defaults = {}) {
  const told = Object.entries(values).filter(([name, text]) => name in defaults && text !== defaults[name]);
  const query = new URLSearchParams(told).toString();
  return `#/${view}${query && "?"}${query}`;
}

/** Goes to an address without telling anybody; a `step` of its own can be taken back. */
export function write(address, isStep) {
  if (address === location.hash) return;
  if (isStep) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}
