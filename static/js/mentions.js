// In a text marked data-mentions, "@" and some letters bring people; the arrows choose, Enter or Tab takes one.
// The suggestions come from the address in the attribute; what stands in the text is `@[Anna Petrova #12]`.
const MARK = /(?:^|[\s(«"—–-])@([^\s@[\]]{1,40}(?: [^\s@[\]]{0,40}){0,2})$/;
const words = document.documentElement.lang === "ru" ? { list: "Кого упомянуть", found: "найдено" } : { list: "Whom to mention", found: "found" };
const list = document.createElement("ul");
const heard = document.createElement("div");
let field = null;
let timer = 0;
let asked = 0;

list.className = "mention-list";
list.id = "mention-list";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", words.list);
heard.className = "visually-hidden";
heard.setAttribute("role", "status");

function typed(input) {
  if (input.selectionStart !== input.selectionEnd) return null;
  return MARK.exec(input.value.slice(0, input.selectionStart))?.[1] ?? null;
}

function close() {
  clearTimeout(timer);
  asked += 1;
  list.remove();
  heard.textContent = "";
  field?.removeAttribute("aria-controls");
  field?.removeAttribute("aria-activedescendant");
  field = null;
}

function choose(option) {
  list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", option.id);
}

function line(found, place) {
  const option = document.createElement("li");
  option.id = `mention-${place}`;
  option.className = "mention-option";
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.value = found.value;
  option.append(found.text);
  if (found.note) {
    const note = document.createElement("span");
    note.className = "row-note";
    note.textContent = found.note;
    option.append(" ", note);
  }
  return option;
}

function show(input, results) {
  if (!results.length) return close();
  field = input;
  list.replaceChildren(...results.map(line));
  input.after(list);
  list.after(heard);
  list.style.top = `${input.offsetTop + input.offsetHeight}px`;
  list.style.left = `${input.offsetLeft}px`;
  heard.textContent = `${words.found}: ${results.length}`;
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  choose(list.firstElementChild);
}

async function ask(input) {
  const query = typed(input);
  if (query === null) return close();
  const mine = ++asked;
  const address = `${input.dataset.mentions}?q=${encodeURIComponent(query)}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).then((one) => one.json()).catch(() => null);
  if (mine === asked && answer && document.activeElement === input) show(input, answer.results);
}

function take(option) {
  const input = field;
  const query = typed(input);
  close();
  if (query === null) return;
  const end = input.selectionStart;
  const token = `@[${option.dataset.value.replace(/[[\]]/g, " ")}]`;
  const room = input.maxLength < 0 || input.value.length - query.length - 1 + token.length <= input.maxLength;
  if (room) input.setRangeText(/^\s/.test(input.value.slice(end)) ? token : `${token} `, end - query.length - 1, end, "end");
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.focus();
}

function step(by) {
  const options = [...list.children];
  const place = options.findIndex((one) => one.getAttribute("aria-selected") === "true") + by;
  choose(options[(place + options.length) % options.length]);
}

document.addEventListener("input", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-mentions]")) return;
  clearTimeout(timer);
  if (typed(input) === null) close();
  else timer = setTimeout(() => ask(input), 120);
});

// Before the page's own keys: Escape closes the suggestions and not the dialogue around them.
document.addEventListener("keydown", (event) => {
  if (!field || event.target !== field || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Enter" || event.key === "Tab") take(list.querySelector("[aria-selected=true]"));
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

// The text keeps the focus while a line is pressed.
list.addEventListener("pointerdown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const option = event.target.closest(".mention-option");
  if (option) take(option);
});
document.addEventListener("focusout", (event) => { if (event.target === field) close(); });
