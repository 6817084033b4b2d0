/** The page: one view at a time, shown as the address says. */
import { element } from "./dom.js";
import * as address from "./address.js";
import { isThere, server } from "./api.js";
import { startTheme } from "./theme.js";
import { askForToken, tokens } from "./token.js";
import { views } from "./views.js";

const main = document.getElementById("main");
let current = null;

/**
 * What a view is given: `change(values, isSettled)` for what a user does, and `settle()` once that is done.
 *
 * The first change of a run of them is a step that the browser's Back takes back; the others replace it.
 */
const page = {
  isChanging: false,
  change(values, isSettled = false) {
    const next = { ...current.values, ...values };
    address.write(address.link(current.view.name, next, current.view.defaults), !page.isChanging);
    page.isChanging = !isSettled;
    show();
  },
  settle() {
    page.isChanging = false;
  },
};

/** Shows what the address says. */
function show() {
  const told = address.read();
  const view = views.find(({ name }) => name === told.view) ?? views[0];
  if (view !== current?.view) open(view);
  current.values = { ...view.defaults, ...told.values };
  current.shown.show(current.values);
  showLinks();
}

function open(view) {
  current?.shown.close?.();
  current = { view, shown: view.open(page), values: {} };
  const link = links[views.indexOf(view)];
  const navigation = link.closest("nav");
  // On a phone there is not room for all of them.
  navigation.scrollLeft = link.offsetLeft - (navigation.clientWidth - link.offsetWidth) / 2;
  document.title = `${view.title} · distill-planner`;
  main.replaceChildren(element("h1", { class: "aside" }, view.title), current.shown.element);
}

/** Links take along what the other view also asks for. */
function showLinks() {
  links.forEach((link, index) => {
    link.href = address.link(views[index].name, current.values, views[index].defaults);
    if (views[index] === current.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  });
}

const links = views.map((view) => element("a", { href: `#/${view.name}` }, view.title));
document.getElementById("views").append(...links.map((link) => element("li", {}, link)));
addEventListener("popstate", () => {
  page.isChanging = false;
  show();
});

const banner = document.getElementById("banner");
const announce = (...content) => {
  banner.replaceChildren(...content);
  banner.hidden = !content.length;
};
server.addEventListener("lost", async () => {
  announce("The server does not answer. What is shown is from before; this page tries again by itself.");
  while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 2000));
});
server.addEventListener("found", () => {
  announce();
  show();
});
tokens.addEventListener("declined", () =>
  announce(
    "This server asks for a token. ",
    element("button", { type: "button", class: "quiet", onclick: () => askForToken("", true) }, "Enter a token"),
  ));
tokens.addEventListener("given", () => {
  if (!banner.hidden) show();
  announce();
});

document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
startTheme(document.getElementById("theme"));
show();
