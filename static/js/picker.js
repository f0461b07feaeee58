// Text inputs marked data-picker become chips with suggestions. What is sent is the same text, with commas.
import { all, onContent } from "./ready.js";

const words = document.documentElement.lang === "ru" ? { add: "новый человек", none: "Никого" } : { add: "new person", none: "Nobody" };
let loading;

function library() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("../vendor/tom-select.base.min.js", import.meta.url).href;
    script.onload = () => resolve(window.TomSelect);
    script.onerror = reject;
    document.head.append(script);
  });
  return loading;
}

function row(name, data, escape) {
  const note = data.note ? `<span class="note">${escape(data.note)}</span>` : "";
  return `<div class="${name}">${escape(data.text)}${note}</div>`;
}

async function pick(input) {
  if (input.dataset.picked !== undefined) return;
  input.dataset.picked = "";
  const TomSelect = await library();
  const items = JSON.parse(input.dataset.pickerItems || "[]");
  const single = input.dataset.pickerSingle !== undefined;
  const select = new TomSelect(input, {
    valueField: "value",
    labelField: "text",
    searchField: [],
    delimiter: ",",
    options: items,
    items: items.map((item) => item.value),
    maxItems: single ? 1 : null,
    create: input.dataset.pickerCreate !== undefined && ((text) => ({ value: text.replace(/[,;]/g, " "), text })),
    createOnBlur: true,
    persist: false,
    closeAfterSelect: true,
    hidePlaceholder: true,
    score: () => () => 1,
    load(query, done) {
      this.clearOptions();
      fetch(`${input.dataset.pickerUrl}?q=${encodeURIComponent(query)}`, { headers: { Accept: "application/json" } })
        .then((answer) => answer.json())
        .then((answer) => done(answer.results))
        .catch(() => done());
    },
    shouldLoad: (query) => query.trim().length > 0,
    render: {
      option: (data, escape) => row("option", data, escape),
      item: (data, escape) => row("item", { text: data.text }, escape),
      option_create: (data, escape) => row("create", { text: data.input, note: words.add }, escape),
      no_results: () => `<div class="option muted">${words.none}</div>`,
    },
  });
  select.control_input.setAttribute("aria-label", document.querySelector(`label[for="${input.id}"]`)?.textContent || "");
  if (document.activeElement === input || input.closest("dialog[open]") && input.autofocus) select.focus();
}

onContent((root) => all(root, "input[data-picker]").forEach(pick));
