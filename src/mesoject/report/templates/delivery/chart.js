// Two charts as SVG: shares stacked over time, and one curve. The time axis is a root, so that the first hour shows.

const FRAME = { left: 44, right: 12, top: 8, bottom: 34 };
const TICKS_H = [0, 0.25, 1, 2, 4, 8, 12, 24, 48, 96, 168, 336];

function element(name, attributes, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

function scales(svg, lastH) {
  const { width, height } = svg.viewBox.baseVal;
  const wide = width - FRAME.left - FRAME.right;
  const high = height - FRAME.top - FRAME.bottom;
  return {
    x: (h) => FRAME.left + wide * Math.sqrt(h / lastH),
    y: (share) => FRAME.top + high * (1 - share),
    bottom: height - FRAME.bottom,
    right: width - FRAME.right,
  };
}

function axes(svg, lastH) {
  const { x, y, bottom, right } = scales(svg, lastH);
  const lines = [element("path", { class: "axis", d: `M${FRAME.left} ${FRAME.top}V${bottom}H${right}` })];
  for (const h of TICKS_H.filter((tick) => tick <= lastH)) {
    lines.push(element("text", { x: x(h), y: bottom + 15, "text-anchor": "middle" }, String(h)));
  }
  for (const percent of [0, 50, 100]) {
    lines.push(element("text", { x: FRAME.left - 6, y: y(percent / 100) + 4, "text-anchor": "end" }, `${percent} %`));
  }
  lines.push(element("text", { x: (FRAME.left + right) / 2, y: bottom + 30, "text-anchor": "middle" }, "hours after the treatment"));
  return lines;
}

// Shares: [{colour, values}], from the bottom up.
function drawStack(svg, timesH, shares) {
  const lastH = timesH.at(-1);
  const { x, y } = scales(svg, lastH);
  let below = timesH.map(() => 0);
  const areas = shares.map(({ colour, values }) => {
    const above = below.map((share, k) => share + values[k]);
    const up = timesH.map((h, k) => `${x(h).toFixed(1)} ${y(above[k]).toFixed(1)}`);
    const down = timesH.map((h, k) => `${x(h).toFixed(1)} ${y(below[k]).toFixed(1)}`).reverse();
    below = above;
    return element("path", { d: `M${up.join("L")}L${down.join("L")}Z`, fill: colour });
  });
  svg.replaceChildren(...areas, ...axes(svg, lastH));
}

function drawCurve(svg, timesH, values) {
  const lastH = timesH.at(-1);
  const { x, y } = scales(svg, lastH);
  const points = timesH.map((h, k) => `${x(h).toFixed(1)} ${y(values[k]).toFixed(1)}`);
  svg.replaceChildren(...axes(svg, lastH), element("path", { class: "line", d: `M${points.join("L")}` }));
}
