// Draws what json_script left on the page: <div data-chart="id of the json">. The same numbers stand in a table beside it.
import { all, onContent } from "./ready.js";

const drawn = new Map();
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
let loading;

function library() {
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
  return { accent: read("accent"), pale: read("pale"), line: read("line"), muted: read("muted"), ink: read("ink"), surface: read("surface") };
}

function median(data, colour) {
  if (data.median === null || data.median === undefined) return undefined;
  const value = data.median.toLocaleString(document.documentElement.lang);
  return {
    silent: true,
    symbol: "none",
    animation: false,
    lineStyle: { color: colour.muted, type: [4, 4], width: 1 },
    label: {
      formatter: `${data.medianLabel} ${value}`,
      position: "insideStartTop",
      color: colour.muted,
      fontSize: 12,
      backgroundColor: colour.surface,
      borderRadius: 4,
      padding: [2, 5],
      distance: [2, 4],
    },
    data: [{ yAxis: data.median }],
  };
}

function bars(data, colour) {
  const last = data.values.length - 1;
  return data.values.map((value, place) => ({
    value,
    itemStyle: { color: place === last ? colour.accent : colour.pale, borderRadius: [3, 3, 0, 0] },
  }));
}

function months(data, colour) {
  const font = getComputedStyle(document.body).fontFamily;
  return {
    animation: !still.matches,
    animationDuration: 300,
    textStyle: { fontFamily: font },
    grid: { left: 12 + 8 * String(Math.max(...data.values.map(Number))).length, right: 2, top: 14, bottom: 26 },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      axisPointer: { type: "none" },
      backgroundColor: colour.ink,
      borderWidth: 0,
      padding: [7, 11],
      textStyle: { color: colour.surface, fontFamily: font, fontSize: 13 },
      formatter: ([bar]) => `${data.titles[bar.dataIndex]}: ${data.values[bar.dataIndex] ?? data.noData}`,
    },
    xAxis: {
      type: "category",
      data: data.labels,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour.line } },
      axisLabel: { color: colour.muted, fontSize: 12, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      splitNumber: 4,
      splitLine: { lineStyle: { color: colour.line } },
      axisLabel: { color: colour.muted, fontSize: 12 },
    },
    series: [{ type: "bar", name: data.name, data: bars(data, colour), barMaxWidth: 22, barCategoryGap: "38%", cursor: data.addresses ? "pointer" : "default", markLine: median(data, colour) }],
  };
}

async function draw(box) {
  if (drawn.has(box)) return;
  const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  drawn.set(box, null);
  const echarts = await library();
  if (!box.isConnected) return;
  const chart = echarts.init(box, null, { renderer: "canvas" });
  chart.setOption(months(data, colours()));
  chart.on("click", ({ dataIndex }) => data.addresses?.[dataIndex] && window.location.assign(data.addresses[dataIndex]));
  drawn.set(box, { chart, data });
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

onContent((root) => {
  forgetTheGone();
  all(root, "[data-chart]").forEach(draw);
});
window.addEventListener("resize", () => every(({ chart }) => chart.resize()));
document.documentElement.addEventListener("theme", () => every(({ chart, data }) => chart.setOption(months(data, colours()), true)));
