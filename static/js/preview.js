// Shows how a note begins beside a link to it: on hover after a moment, and on focus. Escape puts it away.
import { all, onContent } from "./ready.js";

const WAIT = 350;
const LEAVE = 200;
const known = new Map();
const followed = new WeakSet();
let box = null;
let from = null;
let timer = 0;

function addressOf(link) {
  const url = new URL(link.href, window.location.href);
  const pattern = link.closest("[data-previews]").dataset.previews;
  const slug = url.pathname.split("/").filter(Boolean).at(-1);
  return url.pathname === window.location.pathname && !url.hash
    ? null
    : `${pattern.replace("/0/", `/${slug}/`)}${url.hash ? `?at=${url.hash.slice(1)}` : ""}`;
}

async function text(address) {
  if (!known.has(address)) {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return "";
    known.set(address, await answer.text());
  }
  return known.get(address);
}

function hide() {
  clearTimeout(timer);
  from?.removeAttribute("aria-describedby");
  box?.remove();
  box = from = null;
}

function place(link) {
  const at = link.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 8));
  const below = at.bottom + box.offsetHeight + 8 < window.innerHeight;
  box.style.left = `${left + window.scrollX}px`;
  box.style.top = `${(below ? at.bottom + 6 : at.top - box.offsetHeight - 6) + window.scrollY}px`;
}

async function show(link) {
  const address = addressOf(link);
  const html = address && (await text(address).catch(() => ""));
  if (!html || from !== link) return;
  box = document.createElement("div");
  box.className = "note-preview";
  box.id = "note-preview";
  box.setAttribute("role", "tooltip");
  box.innerHTML = html;
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", leave);
  document.body.append(box);
  link.setAttribute("aria-describedby", box.id);
  place(link);
}

function come(link, wait) {
  if (from === link) return box && clearTimeout(timer);
  hide();
  from = link;
  timer = setTimeout(() => show(link), wait);
}

function leave() {
  clearTimeout(timer);
  timer = setTimeout(hide, LEAVE);
}

function follow(root) {
  all(root, "[data-previews] a.note-link, a[data-preview]").forEach((link) => {
    if (followed.has(link)) return;
    followed.add(link);
    link.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && come(link, WAIT));
    link.addEventListener("pointerleave", leave);
    link.addEventListener("focus", () => link.matches(":focus-visible") && come(link, WAIT));
    link.addEventListener("blur", hide);
  });
}

onContent(follow);
document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
window.addEventListener("pagehide", hide);
