// Links marked data-dialog open in the dialogue instead of a page of their own: the answer may be a part or a whole page.
import { said } from "./unsaved.js";

const dialog = document.getElementById("dialog");
let before = new Map();

// Something typed and not sent, or sent and refused.
function isTyped() {
  const forms = [...dialog.querySelectorAll("form[method=post]")];
  return forms.some((form) => form.querySelector("[data-refused]") || (before.has(form) && said(form) !== before.get(form)));
}

const mayClose = () => !isTyped() || window.confirm(dialog.dataset.lose);

// Whoever saves the form comes back to the page that it was opened from.
function withNext(address) {
  const url = new URL(address, window.location.href);
  if (!url.searchParams.has("next")) url.searchParams.set("next", window.location.pathname + window.location.search);
  return url.href;
}

function contentOf(html, address) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const content = page.querySelector("#main .main-inner") ?? page.body;
  content.querySelectorAll("form:not([action])").forEach((form) => form.setAttribute("action", address));
  return content.innerHTML;
}

// A choice is empty while nothing of it is chosen: focus there brings up no keyboard on a phone.
function isEmpty(field) {
  if (field.type !== "radio") return !field.value;
  return !field.form?.querySelector(`[name="${CSS.escape(field.name)}"]:checked`);
}

function fill(html) {
  window.htmx.swap(dialog, html, { swapStyle: "innerHTML", swapDelay: 0, settleDelay: 0 });
  if (!dialog.open) dialog.showModal();
  before = new Map([...dialog.querySelectorAll("form[method=post]")].map((form) => [form, said(form)]));
  const fields = dialog.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea");
  [...fields].find(isEmpty)?.focus();
}

export async function openDialog(address) {
  if (!dialog) return window.location.assign(address);
  const wanted = withNext(address);
  const answer = await fetch(wanted, { headers: { "HX-Request": "true" } }).catch(() => null);
  // Signed out meanwhile, or something went wrong: the page itself says it best.
  if (!answer?.ok || answer.redirected) return window.location.assign(address);
  return fill(contentOf(await answer.text(), wanted));
}

// A file that is on its way leaves nothing to see behind its sheet.
document.addEventListener("submit", (event) => {
  if (dialog?.contains(event.target) && event.target.hasAttribute("data-download")) setTimeout(() => dialog.close());
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (link && dialog && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    openDialog(link.href);
  } else if (dialog?.open && event.target.closest("[data-close], #dialog .form-actions a")) {
    event.preventDefault();
    dialog.close();
  } else if (dialog?.open && event.target === dialog && !isTyped()) {
    // Beside the sheet: a finger slips there, and takes nothing along.
    dialog.close();
  }
});

// Escape in an open list of suggestions closes that alone.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !dialog?.open || event.defaultPrevented || !isTyped()) return;
  event.preventDefault();
  if (mayClose()) dialog.close();
});
// A phone goes back by a gesture.
dialog?.addEventListener("cancel", (event) => mayClose() || event.preventDefault());
