/** Files that the page makes, and the clipboard. */
import { element } from "./dom.js";

/** Saves `content` as a file. */
export function save(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], { type }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A button that copies what `text` gives. */
export function copyButton(words, text) {
  const button = element("button", {
    type: "button",
    class: "quiet",
    onclick: async () => {
      button.textContent = (await copied(text())) ? "Copied" : "Select and copy by hand";
      setTimeout(() => (button.textContent = words), 1500);
    },
  }, words);
  return button;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return byHand(text);
  }
}

/** The clipboard's interface is only there where the page comes by https or from this machine. */
function byHand(text) {
  const field = element("textarea", { class: "aside" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
