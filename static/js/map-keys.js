// The map by keyboard and finger: arrows go to the nearest node on that side, Enter opens it, Escape lets it go.
// A finger has nothing to hover with: the first touch says who it is, the second opens, as the link beneath does.
const SIDES = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

// The number of the nearest node on a side; the one where one stands, if there is none.
export function nearest(spots, from, [right, down]) {
  let [found, least] = [from, Infinity];
  spots.forEach(([x, y], number) => {
    const [across, along] = [x - spots[from][0], y - spots[from][1]];
    const ahead = across * right + along * down;
    const beside = Math.abs(across * down) + Math.abs(along * right);
    const far = ahead + 2 * beside;
    if (number !== from && ahead > 0 && beside <= 2 * ahead && far < least) [found, least] = [number, far];
  });
  return found;
}

// `one` is a map that is drawn, `address` where its node of a number leads; returns what a press on a node does.
export function walk(box, one, address) {
  const said = box.parentElement.querySelector("[data-map-said]");
  const touched = window.matchMedia("(hover: none)");
  let at = -1;

  function choose(number) {
    const node = { seriesIndex: 0, dataIndex: number };
    one.chart.dispatchAction({ type: "downplay", seriesIndex: 0 });
    one.chart.dispatchAction(number < 0 ? { type: "hideTip" } : { type: "showTip", ...node });
    if (number >= 0) one.chart.dispatchAction({ type: "highlight", ...node });
    at = number;
    said.hidden = number < 0;
    if (number < 0) return;
    const [name, ...rest] = one.chart.getOption().series[0].data[number].said.filter(Boolean);
    const [link, more] = said.children;
    link.href = address(number);
    link.textContent = name;
    more.textContent = rest.join(" · ");
  }
  const open = (number) => window.location.assign(address(number));

  box.tabIndex = 0;
  box.setAttribute("role", "application");
  box.setAttribute("aria-label", box.dataset.keys);
  box.addEventListener("keydown", (event) => {
    const side = SIDES[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (side) choose(at < 0 ? 0 : nearest(one.spots, at, side));
    else if (event.key === "Enter" && at >= 0) open(at);
    else if (event.key === "Escape" && at >= 0) choose(-1);
    else return;
    event.preventDefault();
  });
  return (number) => (touched.matches && number !== at ? choose(number) : open(number));
}
