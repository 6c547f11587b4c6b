// Draws every chart of the page from the option it carries; a click opens the rows of a bar or point.
import { init } from "./echarts.js";

/** The address when it is a path of this site, "" when it leads anywhere else. */
function inside(address) {
  if (typeof address !== "string" || !/^\/(?![/\\])/.test(address)) return "";
  const target = new URL(address, location.href);
  return target.origin === location.origin ? target.href : "";
}

const PRINTED = { width: 450, height: 230, zoom: 0.68 };
const drawn = new Map();

function draw(place) {
  const option = JSON.parse(place.dataset.chart);
  const chart = init(place, null, { renderer: "svg", height: Number(place.dataset.height) });
  chart.setOption(option);
  chart.on("click", ({ data }) => {
    const target = inside(data?.href);
    if (target) location.assign(target);
  });
  new ResizeObserver(() => chart.resize()).observe(place);
  drawn.set(chart, Number(place.dataset.height));
  place.dataset.drawn = "yes";
}

function drawAll(root) {
  for (const place of root.querySelectorAll("[data-chart]:not([data-drawn])")) draw(place);
}

// Paper is narrower than the window, and a board is printed on one page: drawn smaller, then shrunk.
addEventListener("beforeprint", () => {
  for (const [chart, height] of drawn) {
    chart.resize({ width: PRINTED.width, height: Math.min(height, PRINTED.height) });
    chart.getZr().flush();
    chart.getDom().style.zoom = PRINTED.zoom;
  }
});
addEventListener("afterprint", () => {
  for (const [chart, height] of drawn) {
    chart.getDom().style.zoom = "";
    chart.resize({ width: "auto", height });
  }
});

drawAll(document);
document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt.parentElement ?? document));
