// What each kind of chart looks like, as ECharts takes it. `data` is what the page left, `colour` the tokens of the theme.
const font = () => getComputedStyle(document.body).fontFamily;
const words = (number) => number.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
const longest = (values) => String(Math.max(0, ...values.map((value) => Math.round(Number(value))))).length;

function tooltip(colour, more) {
  return {
    renderMode: "richText",
    backgroundColor: colour.ink,
    borderWidth: 0,
    padding: [7, 11],
    textStyle: { color: colour.surface, fontFamily: font(), fontSize: 13 },
    ...more,
  };
}

function axes(data, colour, most) {
  const label = { color: colour.muted, fontSize: 12 };
  return {
    xAxis: {
      type: "category",
      data: data.labels,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour.line } },
      axisLabel: { ...label, hideOverlap: true },
    },
    yAxis: { type: "value", minInterval: 1, splitNumber: 4, max: most ?? undefined, splitLine: { lineStyle: { color: colour.line } }, axisLabel: label },
  };
}

function median(data, colour) {
  if (data.median === null || data.median === undefined) return undefined;
  return {
    silent: true,
    symbol: "none",
    animation: false,
    lineStyle: { color: colour.muted, type: [4, 4], width: 1 },
    label: {
      formatter: `${data.medianLabel} ${words(data.median)}`,
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

// One figure: bars, the last one solid, the median as a dashed line.
function months(data, colour) {
  const last = data.values.length - 1;
  const bars = data.values.map((value, place) => ({
    value,
    itemStyle: { color: place === last ? colour.accent : colour.pale, borderRadius: [3, 3, 0, 0] },
  }));
  return {
    grid: { left: 12 + 8 * longest(data.values), right: 2, top: 14, bottom: 26 },
    tooltip: tooltip(colour, { trigger: "axis", axisPointer: { type: "none" }, formatter: ([bar]) => `${data.titles[bar.dataIndex]}: ${data.said?.[bar.dataIndex] ?? data.values[bar.dataIndex] ?? data.noData}` }),
    ...axes(data, colour, data.most),
    series: [{ type: "bar", name: data.name, data: bars, barMaxWidth: 22, barCategoryGap: "38%", markLine: median(data, colour) }],
  };
}

// Two figures side by side.
function pair(data, colour, box) {
  const line = (one, place) => `${data.series[place].name}: ${one.value === undefined || one.value === null ? data.noData : words(one.value)}`;
  return {
    color: [colour.accent, colour.second],
    legend: { top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: colour.ink, fontSize: 13 } },
    grid: { left: 12 + 8 * longest(data.series.flatMap((one) => one.values)), right: 2, top: box.clientWidth > 420 ? 38 : 60, bottom: 26 },
    tooltip: tooltip(colour, { trigger: "axis", axisPointer: { type: "none" }, formatter: (found) => [data.titles[found[0].dataIndex], ...found.map(line)].join("\n") }),
    ...axes(data, colour),
    series: data.series.map(({ name, values }) => ({ type: "bar", name, data: values, barMaxWidth: 12, barGap: "10%", itemStyle: { borderRadius: [2, 2, 0, 0] } })),
  };
}

// Lines of squares: the more, the darker.
function heat(data, colour, box) {
  const wide = box.clientWidth > 700;
  const most = Math.max(1, ...data.series.flatMap(({ values }) => values.map(Number)));
  const cell = (value, column, row) => ({ value: [column, row, value ?? "-"], label: { color: value > 0.7 * most ? colour.surface : colour.ink } });
  const cells = data.series.flatMap(({ values }, row) => values.map((value, column) => cell(value, column, row)));
  const short = (name) => (wide || name.length < 13 ? name : `${name.slice(0, 11)}…`);
  return {
    grid: { left: wide ? 190 : 96, right: 2, top: 4, bottom: 26 },
    tooltip: tooltip(colour, { formatter: ({ value: [column, row, number] }) => `${data.series[row].name}\n${data.titles[column]}: ${number}` }),
    visualMap: { show: false, min: 0, max: most, inRange: { color: [colour.soft, colour.pale, colour.accent] } },
    // A phone shows the last twelve months; the table has them all.
    xAxis: { type: "category", data: data.labels, min: wide ? 0 : Math.max(0, data.labels.length - 12), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: colour.muted, fontSize: 12, hideOverlap: true } },
    yAxis: { type: "category", data: data.series.map(({ name }) => short(name)), inverse: true, axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: colour.muted, fontSize: 12 } },
    series: [
      {
        type: "heatmap",
        data: cells,
        itemStyle: { borderColor: colour.surface, borderWidth: 2, borderRadius: 4 },
        label: { show: wide, fontSize: 12, formatter: ({ value }) => value[2] || "" },
        emphasis: { disabled: true },
      },
    ],
  };
}

// Marks of 1 to 5 on four axes.
function radar(data, colour, box) {
  const wide = box.clientWidth > 420;
  const styles = [{ color: colour.accent, width: 2 }, { color: colour.muted, width: 1.5, type: [4, 4] }];
  return {
    color: styles.map(({ color }) => color),
    legend: { bottom: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: colour.ink, fontSize: 13 } },
    tooltip: tooltip(colour, { formatter: ({ name, value }) => [name, ...value.map((one, place) => `${data.titles[place]}: ${one === "-" ? data.noData : words(one)}`)].join("\n") }),
    radar: {
      indicator: data.labels.map((name) => ({ name, max: 5, min: 0 })),
      center: ["50%", "46%"],
      radius: wide ? "68%" : "42%",
      splitNumber: 5,
      axisName: { color: colour.ink, fontSize: wide ? 13 : 11 },
      axisLine: { lineStyle: { color: colour.line } },
      splitLine: { lineStyle: { color: colour.line } },
      splitArea: { show: false },
    },
    series: [
      {
        type: "radar",
        data: data.series.map(({ name, values }, place) => ({
          name,
          value: values.map((value) => value ?? "-"),
          lineStyle: styles[place],
          areaStyle: place === 0 ? { color: colour.accent, opacity: 0.18 } : undefined,
        })),
      },
    ],
  };
}

const KINDS = { months, pair, heat, radar };

export function options(data, colour, box, still) {
  return { animation: !still, animationDuration: 300, textStyle: { fontFamily: font() }, ...KINDS[data.kind](data, colour, box) };
}

// Where a click on a bar or a square leads.
export function addressOf(data, { seriesIndex, dataIndex, value }) {
  if (data.kind === "heat") return data.series[value[1]].addresses[value[0]];
  return data.kind === "pair" ? data.series[seriesIndex].addresses[dataIndex] : data.addresses?.[dataIndex];
}

// A heat map is as high as its lines ask for.
export function heightOf(data) {
  return data.kind === "heat" ? `${34 * data.series.length + 34}px` : "";
}
