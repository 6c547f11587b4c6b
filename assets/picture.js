// Draws an option as SVG inside an engine without a page: ``draw(option, width, height)``.
import { init } from "./echarts.js";

// The engine's wrapper cannot read the joined strings the drawing ends with; escaped text it can.
globalThis.draw = (option, width, height) => {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption(JSON.parse(option));
  const drawn = chart.renderToSVGString();
  chart.dispose();
  return encodeURIComponent(drawn);
};
