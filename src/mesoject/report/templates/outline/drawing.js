// The drawing over the skin, as SVG in the stage's own pixels. Every line has a dark casing: it is seen on any skin.

const SVG = "http://www.w3.org/2000/svg";
const MOST_HANDLES = 600; // a border from a mask may have thousands of points; zoomed in, those in view are shown

function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  return element;
}

function pathOf(points, viewport, closed) {
  const text = points.map((mm) => viewport.toScreen(mm).map((v) => v.toFixed(2)).join(" "));
  return text.length ? `M${text.join("L")}${closed ? "Z" : ""}` : "";
}

function cased(d, kind) {
  return [shape("path", { d, class: `casing ${kind}` }), shape("path", { d, class: `line ${kind}` })];
}

function dot(mm, viewport, r, kind) {
  const [cx, cy] = viewport.toScreen(mm);
  return shape("circle", { cx, cy, r, class: kind });
}

// `app` is read only here: {drawing, viewport, settings, tool, findings, stroke, cursor, ghost, keyboardAt}.
function render(svg, app) {
  const parts = [frame(app)];
  if (app.outlineShown) parts.push(...polygonLines(app), ...handles(app), ...draftLines(app), ...marks(app));
  if (app.keyboardAt) parts.push(crosshair(app));
  svg.replaceChildren(...parts);
}

function frame({ viewport, settings }) {
  const [sLow, sHigh, zLow, zHigh] = settings.trusted;
  const corners = [[sLow, zLow], [sHigh, zLow], [sHigh, zHigh], [sLow, zHigh]];
  return shape("path", { d: pathOf(corners, viewport, true), class: "trusted" });
}

function polygonLines({ drawing, viewport, findings }) {
  return drawing.now.polygons.flatMap((polygon, p) => {
    const fill = shape("path", { d: polygon.map((ring) => pathOf(ring, viewport, true)).join(""), class: "inside" });
    return [fill, ...polygon.flatMap((ring, r) => cased(pathOf(ring, viewport, true), ringKind(findings, p, r)))];
  });
}

function ringKind({ errors, amber }, p, r) {
  if (errors.length) return "wrong";
  return amber.has(`${p}/${r}`) ? "doubtful" : "sound";
}

function draftLines({ drawing, viewport, findings, stroke, cursor }) {
  const { draft } = drawing.now;
  const points = [...(draft?.points ?? []), ...(stroke ?? [])];
  if (!points.length) return [];
  const parts = cased(pathOf(points, viewport, false), findings.crossings.length ? "wrong" : "sound");
  if (cursor && !stroke) parts.push(shape("path", { d: pathOf([points.at(-1), cursor], viewport), class: "rubber" }));
  return parts.concat((draft?.points ?? []).map((mm, i) => dot(mm, viewport, i ? 3.5 : 6, i ? "handle" : "handle first")));
}

function handles({ drawing, viewport, tool, ghost }) {
  const { selected } = drawing;
  if (tool !== "edit") return [];
  const shown = drawing.rings.flatMap(({ ring, p, r }) => ring.map((mm, v) => ({ mm, p, r, v })));
  const [width, height] = viewport.size;
  const inView = shown.filter(({ mm }) => {
    const [x, y] = viewport.toScreen(mm);
    return x > -9 && y > -9 && x < width + 9 && y < height + 9;
  });
  const dots = (inView.length > MOST_HANDLES ? [] : inView).map(({ mm, p, r, v }) => {
    const chosen = selected && selected.p === p && selected.r === r && selected.v === v;
    return dot(mm, viewport, chosen ? 7 : 4.5, chosen ? "handle chosen" : "handle");
  });
  return ghost ? [...dots, dot(ghost, viewport, 4.5, "ghost")] : dots;
}

function marks({ findings, viewport }) {
  return findings.crossings.slice(0, 20).map((mm) => dot(mm, viewport, 11, "crossing"));
}

function crosshair({ viewport, keyboardAt }) {
  const [x, y] = viewport.toScreen(keyboardAt);
  const d = `M${x - 14} ${y}H${x - 3}M${x + 3} ${y}H${x + 14}M${x} ${y - 14}V${y - 3}M${x} ${y + 3}V${y + 14}`;
  const group = shape("g", { class: "crosshair" });
  group.append(...cased(d, "sound"));
  return group;
}
