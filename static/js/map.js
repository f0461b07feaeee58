// Draws the map of people and communities: <div data-map="id of the data">. The same stands in tables beneath it.
import { library } from "./charts.js";
import { layOut, margins } from "./map-layout.js";
import { walk } from "./map-keys.js";
import { all, onContent } from "./ready.js";

const drawn = new Map();
const NAMES_FROM = 1.9;
const STEP = 1.5;
const CROWD = 150;

function colours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  return { ink: read("ink"), muted: read("muted"), accent: read("accent"), pale: read("pale"), warm: read("warm"), line: read("line-strong"), surface: read("surface") };
}

// The room around the nodes, for names and the buttons above; less of everything on a phone. So many people have their
// names written at once.
function frame(box) {
  const narrow = box.clientWidth < 600;
  const [side, top, bottom] = narrow ? [54, 76, 44] : [84, 60, 36];
  const aspect = (box.clientWidth - 2 * side) / (box.clientHeight - top - bottom);
  return { width: box.clientWidth, height: box.clientHeight, side, top, bottom, aspect: Math.max(0.3, aspect), size: narrow ? 0.7 : 1, names: narrow ? 104 : 200, few: narrow ? 12 : 40 };
}

function placeNode([name, kind, there, reached, thin], { words }, colour) {
  const numbers = [[words.people, there], [words.reached, reached]].filter(([word]) => word);
  return {
    name,
    symbol: "roundRect",
    symbolSize: 16 + Math.min(16, 2.2 * Math.sqrt(there)),
    itemStyle: thin
      ? { color: colour.surface, borderColor: colour.warm, borderWidth: 2, borderType: [3, 2] }
      : { color: colour.accent, borderColor: colour.surface, borderWidth: 1.5 },
    label: { show: true, fontWeight: 600, fontSize: 13, color: colour.ink },
    said: [name, kind, numbers.map((one) => one.join(": ")).join(", "), thin],
  };
}

function personNode([name, tie, mark], data, colour, names) {
  const looks = [
    { symbol: "circle", itemStyle: { color: colour.pale, borderColor: colour.surface, borderWidth: 1 } },
    { symbol: "diamond", itemStyle: { color: colour.warm, borderColor: colour.surface, borderWidth: 1 } },
    { symbol: "circle", itemStyle: { color: colour.surface, borderColor: colour.muted, borderWidth: 1.5 } },
  ];
  return {
    name,
    ...looks[mark],
    symbolSize: 7 + 1.6 * tie + (mark === 1 ? 5 : 0),
    label: { show: mark === 1 || names, fontSize: 12, color: mark === 1 ? colour.ink : colour.muted },
    said: [name, data.ties[tie], data.marks[mark]],
  };
}

function nodes({ data, spots, room }, names) {
  const colour = colours();
  const made = [
    ...data.places.map((one) => placeNode(one, data, colour)),
    ...data.people.map((one) => personNode(one, data, colour, names)),
  ];
  return made.map((node, number) => ({
    ...node, id: String(number), symbolSize: node.symbolSize * room.size, x: spots[number][0], y: spots[number][1],
  }));
}

function lines(data, colour) {
  const many = data.people.length > CROWD;
  return data.links.map(([source, target, introduced]) => ({
    source,
    target,
    symbol: introduced ? ["none", "arrow"] : "none",
    symbolSize: 6,
    lineStyle: introduced
      ? { color: colour.accent, width: many ? 1 : 1.3, opacity: many ? 0.4 : 0.8, curveness: 0.15 }
      : { color: colour.line, width: 0.9, opacity: source < data.places.length ? 0.55 : 1, type: source < data.places.length ? "solid" : [4, 3] },
  }));
}

function option(one) {
  const { data, room } = one;
  const colour = colours();
  const font = getComputedStyle(document.body).fontFamily;
  return {
    animation: false,
    textStyle: { fontFamily: font },
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: colour.ink,
      borderWidth: 0,
      padding: [7, 11],
      textStyle: { color: colour.surface, fontFamily: font, fontSize: 13 },
      formatter: ({ dataType, data: one }) => (dataType === "node" ? one.said.filter(Boolean).join("\n") : ""),
    },
    series: [
      {
        type: "graph",
        layout: "none",
        roam: "move",
        zoom: 1,
        nodeScaleRatio: 0.4,
        ...margins(one.spots, room),
        cursor: "pointer",
        label: { position: "bottom", distance: 3, formatter: "{b}", textBorderColor: colour.surface, textBorderWidth: 3, width: room.names, overflow: "truncate" },
        labelLayout: { hideOverlap: true },
        emphasis: { focus: "adjacency", label: { show: true }, lineStyle: { width: 1.6, opacity: 1 } },
        blur: { itemStyle: { opacity: 0.18 }, lineStyle: { opacity: 0.06 }, label: { opacity: 0.15 } },
        data: nodes(one, named(one, 1)),
        links: lines(data, colour),
      },
    ],
  };
}

function address(data, number) {
  const isPlace = number < data.places.length;
  const row = isPlace ? data.places[number] : data.people[number - data.places.length];
  return data.addresses[isPlace ? 0 : 1].replace("/0/", `/${row.at(-1)}/`);
}

// Names of people are written once there is room for them.
function named({ data, room }, zoom) {
  return zoom >= NAMES_FROM || data.people.length <= room.few;
}

function zoomTo(one, zoom) {
  const names = named(one, zoom);
  const changed = names !== named(one, one.zoom);
  one.zoom = Math.min(12, Math.max(0.6, zoom));
  one.chart.setOption({ series: [{ zoom: one.zoom, ...(changed ? { data: nodes(one, names) } : {}) }] });
}

function tools(box, one) {
  const bar = box.parentElement.querySelector("[data-map-tools]");
  if (!bar) return;
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const what = event.target.closest("[data-zoom]")?.dataset.zoom;
    if (what === "all") {
      one.zoom = 1;
      one.chart.setOption(option(one), true);
    } else if (what) zoomTo(one, what === "in" ? one.zoom * STEP : one.zoom / STEP);
  });
  box.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoomTo(one, event.deltaY < 0 ? one.zoom * 1.15 : one.zoom / 1.15);
  }, { passive: false });
}

// Everybody where they belong in a picture of this shape, with nothing magnified.
function place(box, one) {
  one.room = frame(box);
  one.spots = layOut(one.data.places.length, one.data.people.length, one.data.links, one.room.aspect);
  one.zoom = 1;
  one.chart.setOption(option(one), true);
}

// A phone that was turned has a picture of another shape: stretched, its circles would be eggs.
function fit(box, one) {
  one.chart.resize();
  if (Math.abs(frame(box).aspect / one.room.aspect - 1) > 0.02) place(box, one);
}

async function draw(box) {
  if (drawn.has(box)) return;
  const data = JSON.parse(document.getElementById(box.dataset.map).textContent);
  // Who is in each community stands there by community: shorter than pairs.
  data.links.unshift(...(data.members ?? []).flatMap((there, place) => there.map((person) => [place, person, 0])));
  drawn.set(box, null);
  const echarts = await library();
  if (!box.isConnected) return;
  const one = { chart: echarts.init(box, null, { renderer: "canvas" }), data };
  place(box, one);
  const press = walk(box, one, (number) => address(data, number));
  one.chart.on("click", ({ dataType, dataIndex }) => dataType === "node" && press(dataIndex));
  tools(box, one);
  drawn.set(box, one);
  box.dataset.drawn = "";
}

function forgetTheGone() {
  for (const [box, one] of drawn) {
    if (box.isConnected || !one) continue;
    one.chart.dispose();
    drawn.delete(box);
  }
}

function every(run) {
  for (const [box, one] of drawn) if (one) run(one, box);
}

onContent((root) => {
  forgetTheGone();
  all(root, "[data-map]").forEach(draw);
});
let turned = 0;
window.addEventListener("resize", () => {
  clearTimeout(turned);
  turned = setTimeout(() => every((one, box) => fit(box, one)), 60);
});
document.documentElement.addEventListener("theme", () => every((one) => {
  one.zoom = 1;
  one.chart.setOption(option(one), true);
}));
