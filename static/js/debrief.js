// The debrief in the browser: a pasted list becomes rows at once, "talked" says "came" too,
// names are suggested as they are typed, and the button says what it will write down.
const form = document.querySelector("[data-debrief]");

function word(forms, number) {
  const [one, few, many] = forms.split("|");
  const said = { one, few }[new Intl.PluralRules(document.documentElement.lang).select(number)] || many;
  return `${number} ${said}`;
}

function isNew(row) {
  const asked = row.querySelector("[data-known]");
  return "new" in row.dataset && (!asked || Boolean(row.querySelector("input[type=radio][value=new]:checked")));
}

function tally() {
  const rows = [...form.querySelectorAll("[data-debrief-row]")];
  const talked = rows.filter((row) => row.querySelector("[data-talked]").checked);
  const fresh = rows.filter((row) => row.querySelector("[data-came]").checked && isNew(row));
  const promised = talked.filter((row) => row.querySelector("[data-promise]").value.trim());
  const button = form.querySelector("[data-save]");
  const { talks, people, promises, verb, plain } = button.dataset;
  const parts = [[talks, talked], [people, fresh], [promises, promised]]
    .filter(([, counted]) => counted.length)
    .map(([forms, counted]) => word(forms, counted.length));
  button.textContent = parts.length ? `${verb}: ${parts.join(", ")}` : plain;
}

function tick(event) {
  const row = event.target.closest("[data-debrief-row]");
  if (event.target.matches("[data-talked]") && event.target.checked) row.querySelector("[data-came]").checked = true;
  if (event.target.matches("[data-came]") && !event.target.checked) row.querySelector("[data-talked]").checked = false;
  tally();
}

const names = () => form.querySelector("[data-names]");
const add = () => form.querySelector("[data-add]").click();
let asked = 0;

async function suggest() {
  const box = form.querySelector("[data-suggestions]");
  const line = names().value.split(/[\n,;]/).pop().trim();
  const turn = ++asked;
  let results = [];
  if (line.length > 1) {
    const answer = await fetch(`${names().dataset.suggestUrl}?q=${encodeURIComponent(line)}`);
    if (answer.ok) ({ results } = await answer.json());
  }
  if (turn !== asked) return;
  box.replaceChildren(...results.slice(0, 4).map(chip));
  box.hidden = !results.length;
}

function chip({ value, text, note }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chip";
  button.textContent = note ? `${text} · ${note}` : text;
  button.addEventListener("click", () => {
    names().value = names().value.replace(/[^\n,;]*$/, value);
    add();
  });
  return button;
}

// htmx keeps the draft a moment after each change; what was typed in that moment goes when the page is left.
// While the draft of another tab stands, nothing of this one is kept, and the browser asks before it is left.
function keepDraft(said) {
  // What came back with a question is kept too: nothing of it is in the draft yet.
  let typed = "refused" in form.dataset;
  let sent = false;
  form.querySelector("[data-later]").hidden = true;
  form.addEventListener("input", () => (typed = true));
  form.addEventListener("change", () => (typed = true));
  form.addEventListener("submit", (event) => {
    typed = false;
    sent = !event.defaultPrevented;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && said.querySelector("[data-another]")) event.preventDefault();
    sent = false;
  });
  said.addEventListener("htmx:beforeRequest", () => (typed = false));
  said.addEventListener("htmx:afterRequest", (event) => event.detail.successful || (typed = true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !typed) return;
    typed = !navigator.sendBeacon(said.dataset.draftUrl, new FormData(form));
  });
  if (typed) addEventListener("load", () => form.dispatchEvent(new Event("change", { bubbles: true })));
}

if (form) {
  form.addEventListener("change", tick);
  form.addEventListener("input", (event) => (event.target.matches("[data-names]") ? suggest() : tally()));
  form.addEventListener("paste", (event) => {
    if (event.target.matches("[data-names]")) setTimeout(() => /[\n,;]/.test(names().value) && add());
  });
  form.addEventListener("keydown", (event) => {
    if (event.target.matches("[data-names]") && event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      add();
    }
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "debrief-rows") return;
    asked++; // what is still on its way is of no use
    form.querySelector("[data-suggestions]").hidden = true;
    if (event.detail.requestConfig.elt.matches("[data-everybody]")) event.detail.requestConfig.elt.hidden = true;
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
  tally();
  keepDraft(form.querySelector("[data-draft]"));
}
