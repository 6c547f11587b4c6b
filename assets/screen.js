// Draws every chart of the page from the option it carries; a click opens the rows of a bar or point.
import { init } from "./echarts.js";

/** The address when it is a path of this site, "" when it leads anywhere else. */
function inside(address) {
  if (typeof address !== "string" || !/^\/(?![/\\])/.test(address)) return "";
  const target = new URL(address, location.href);
  return target.origin === location.origin ? target.href : "";
}

function draw(place) {
  const option = JSON.parse(place.dataset.chart);
  const chart = init(place, null, { renderer: "svg", height: Number(place.dataset.height) });
  chart.setOption(option);
  chart.on("click", ({ data }) => {
    const target = inside(data?.href);
    if (target) location.assign(target);
  });
  new ResizeObserver(() => chart.resize()).observe(place);
  place.dataset.drawn = "yes";
}

function drawAll(root) {
  for (const place of root.querySelectorAll("[data-chart]:not([data-drawn])")) draw(place);
}

drawAll(document);
document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt.parentElement ?? document));
