/** Light, dark, or as the system has it. */

const place = "theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const changes = new EventTarget();

/** Calls `action` whenever colours change; gives back what ends that. */
export function onTheme(action) {
  changes.addEventListener("change", action);
  return () => changes.removeEventListener("change", action);
}

/** Whether the page is dark at present. */
export const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";

/** The colour that the style sheet calls `name`. */
export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function apply(choice) {
  if (choice) document.documentElement.dataset.theme = choice;
  else delete document.documentElement.dataset.theme;
  changes.dispatchEvent(new Event("change"));
}

/** Makes `button` the switch between light and dark. */
export function startTheme(button) {
  const show = () => {
    button.textContent = isDark() ? "Light" : "Dark";
    button.setAttribute("aria-label", `Use ${isDark() ? "light" : "dark"} colours`);
  };
  apply(localStorage.getItem(place));
  button.addEventListener("click", () => {
    const choice = isDark() ? "light" : "dark";
    localStorage.setItem(place, choice);
    apply(choice);
  });
  system.addEventListener("change", () => apply(localStorage.getItem(place)));
  onTheme(show);
  show();
}
