// Draws what the page says in <div data-chart="JSON">, or in the json_script with that id (what htmx brings has no script
// elements). The same numbers stand in a table beside it.
import { addressOf, heightOf, options } from "./chart-kinds.js";
import { all, onContent } from "./ready.js";

const drawn = new Map();
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
let loading;

export function library() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("../vendor/echarts.min.js", import.meta.url).href;
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  });
  return loading;
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  const names = { accent: "accent", pale: "pale", second: "warm", line: "line", muted: "muted", ink: "ink", surface: "surface", soft: "soft" };
  return Object.fromEntries(Object.entries(names).map(([name, token]) => [name, read(token)]));
}

function paint({ chart, data, box }) {
  chart.setOption(options(data, colours(), box, still.matches), true);
}

async function draw(box) {
  if (drawn.has(box)) return;
  const said = box.dataset.chart;
  const data = JSON.parse(said.startsWith("{") ? said : document.getElementById(said).textContent);
  drawn.set(box, null);
  const echarts = await library();
  if (!box.isConnected) return;
  box.style.height = heightOf(data);
  const one = { chart: echarts.init(box, null, { renderer: "canvas" }), data, box };
  paint(one);
  one.chart.on("click", (event) => {
    const address = addressOf(data, event);
    if (address) window.location.assign(address);
  });
  drawn.set(box, one);
}

function forgetTheGone() {
  for (const [box, one] of drawn) {
    if (box.isConnected || !one) continue;
    one.chart.dispose();
    drawn.delete(box);
  }
}

function every(run) {
  for (const one of drawn.values()) if (one) run(one);
}

function fit(one) {
  one.chart.resize();
  paint(one);
}

onContent((root) => {
  forgetTheGone();
  all(root, "[data-chart]").forEach(draw);
});
window.addEventListener("resize", () => every(fit));
document.documentElement.addEventListener("theme", () => every(paint));
