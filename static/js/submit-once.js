// A form goes once: its button rests until the answer is there or the page is shown again.
function rest(form, resting) {
  form.querySelectorAll("button[type=submit]").forEach((button) => (button.disabled = resting));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-submit-once]") && !event.defaultPrevented) setTimeout(() => rest(form, true));
});
document.addEventListener("htmx:afterRequest", (event) => event.target instanceof HTMLFormElement && rest(event.target, false));
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-submit-once]").forEach((form) => rest(form, false)));
