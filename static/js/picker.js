// Text inputs marked data-picker become chips with suggestions. What is sent is the same text, with commas.
import { all, onContent } from "./ready.js";

const words = document.documentElement.lang === "ru" ? { add: "новый человек", none: "Никого", remove: "убрать" } : { add: "new person", none: "Nobody", remove: "remove" };
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
  return `<div class="${name}" role="option">${escape(data.text)}${note}</div>`;
}

// Not in the order of Tab: whoever types takes a chip away with Backspace.
function chip(data, escape) {
  const name = `${words.remove}: ${escape(data.text)}`;
  return `<div class="item">${escape(data.text)}<button type="button" class="item-remove" tabindex="-1" aria-label="${name}"></button></div>`;
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
    openOnFocus: false,
    hideSelected: true,
    loadThrottle: 120,
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
      item: chip,
      option_create: (data, escape) => row("create", { text: data.input, note: words.add }, escape),
      no_results: () => `<div class="option muted" role="option" aria-disabled="true">${words.none}</div>`,
    },
  });
  select.control.addEventListener("click", (event) => {
    if (event.target.closest(".item-remove")) select.removeItem(event.target.closest(".item"));
  });
  // The label now speaks of the field that is seen; the one that is sent is out of sight and hearing.
  input.setAttribute("aria-hidden", "true");
  if (document.activeElement === input || input.closest("dialog[open]") && input.autofocus) select.focus();
}

onContent((root) => all(root, "input[data-picker]").forEach(pick));
