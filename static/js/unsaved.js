// A form marked data-unsaved is asked about before its page is left, once something in it is not what it was.
// data-unsaved="yes": it came back with what was typed and not saved. What the browser then says is its own.
const said = (form) => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
const forms = [...document.querySelectorAll("form[data-unsaved]")].map((form) => ({ form, was: said(form) }));
let sent = null;

document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) sent = event.target;
});
window.addEventListener("beforeunload", (event) => {
  const lost = forms.some(({ form, was }) => form !== sent && (form.dataset.unsaved === "yes" || said(form) !== was));
  sent = null;
  if (lost) event.preventDefault();
});
