// The controls, and what follows from them.

const data = JSON.parse(document.getElementById("data").textContent);
const skin = unpacked(data.skin);
const controls = ["depth", "spacing", "volume", "concentration"];
const units = { depth: "mm", spacing: "mm", volume: "µL", concentration: "µg/µL" };
const by = (id) => document.getElementById(id);
const SEEN_PLACES = 30;

function unpacked(packed) {
  const bytes = Uint8Array.from(atob(packed.vectors), (c) => c.charCodeAt(0));
  return { ...packed, vectors: new Float64Array(bytes.buffer) };
}

function said(value) {
  if (!Number.isFinite(value)) return "–";
  if (Math.abs(value) < 1e-3 && value !== 0) return value.toExponential(1);
  return String(Number(value.toPrecision(Math.abs(value) >= 100 ? 3 : 2)));
}

// A control's value with the decimals of its step; in full where it has none.
function asSet(name, value) {
  const { step } = data.ranges[name];
  if (step === "any") return String(Number(value.toPrecision(7)));
  const decimals = (/\.(\d+)$/.exec(step.toFixed(10).replace(/0+$/, "")) ?? ["", ""])[1].length;
  return value !== 0 && value < 1e-3 ? String(Number(value.toPrecision(4))) : String(Number(value.toFixed(decimals)));
}

// Hours above a threshold are cut where the answer ends.
const spanSaid = (hours) => (hours >= skin.timesH.at(-1) - 1e-3 ? `≥ ${skin.timesH.at(-1)}` : said(hours));
const hoursSaid = (hours) => String(Number(hours.toPrecision(3)));

function design() {
  const values = Object.fromEntries(controls.map((name) => [name, Number(by(name).value)]));
  const threshold = Number(by("threshold").value);
  return { ...values, threshold: by("threshold").value !== "" && threshold > 0 ? threshold : null };
}

function fact(name, words, value, unit, write = said) {
  const term = document.createElement("dt");
  const told = document.createElement("dd");
  term.textContent = words;
  const small = document.createElement("small");
  small.textContent = unit && ` ${unit}`;
  told.append(write(value), small);
  told.dataset.name = name;
  told.dataset.value = String(value);
  const pair = document.createElement("div");
  pair.append(term, told);
  return pair;
}

// Free and bound: binding is the same everywhere, so that what is free tells what is held.
function heldInDermis(answer, t) {
  return answer.ledger.scar_dermis[t] / (1 - skin.bound[skin.dermis[0]]);
}

function showNumbers(asked, answer) {
  const t = Number(by("time").value);
  const perCm2 = 100 / asked.spacing ** 2;
  const facts = [
    fact("per_cm2", "Punctures per cm²", perCm2, ""),
    fact("dose_per_cm2", "Dose per cm²", perCm2 * asked.volume * asked.concentration, "µg"),
    fact("in_dermis", `In the scar's dermis at ${hoursSaid(skin.timesH[t])} h`, 100 * heldInDermis(answer, t), "% of the dose"),
  ];
  if (asked.threshold !== null) {
    facts.push(
      fact("coverage", `Above the threshold at ${hoursSaid(skin.timesH[t])} h`, 100 * answer.coverage[t], "% of the dermis"),
      fact("worst", "Worst-served 5 % of the dermis stays above it", answer.worst, "h", spanSaid),
      fact("median", "Half of the dermis stays above it", answer.median, "h", spanSaid),
    );
  }
  by("numbers").replaceChildren(...facts);
}

function showLedger(answer) {
  const t = Number(by("time").value);
  const shown = data.ledger.filter(({ name }) => Math.max(...answer.ledger[name]) >= 0.002);
  drawStack(by("ledger"), skin.timesH, shown.map(({ name, colour }) => ({ colour, values: answer.ledger[name] })));
  by("ledger-time").textContent = `Shares of the dose at ${hoursSaid(skin.timesH[t])} h:`;
  by("ledger-key").replaceChildren(...data.ledger.map(({ name, colour, words }) => {
    const item = document.createElement("li");
    const swatch = document.createElement("i");
    swatch.style.background = colour;
    item.append(swatch, `${words} ${said(100 * answer.ledger[name][t])} %`);
    item.dataset.name = name;
    item.dataset.value = String(answer.ledger[name][t]);
    item.hidden = !shown.some((row) => row.name === name);
    return item;
  }));
}

function showSeen(asked, answer) {
  const t = Number(by("time").value);
  const quarter = seenOf(skin, answer, asked.spacing, t, SEEN_PLACES);
  const top = Math.max(...quarter);
  const side = 6 * SEEN_PLACES;
  const picture = new ImageData(side, side);
  const folded = (k) => {
    const inside = k % (2 * SEEN_PLACES);
    return inside < SEEN_PLACES ? SEEN_PLACES - 1 - inside : inside - SEEN_PLACES;
  };
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const value = quarter[folded(x) * SEEN_PLACES + folded(y)];
      const colour = data.colours[top > 0 ? Math.max(0, Math.round((255 * value) / top)) : 0];
      picture.data.set([...colour, 255], 4 * (y * side + x));
    }
  }
  const canvas = by("seen");
  canvas.width = canvas.height = side;
  const paper = canvas.getContext("2d");
  paper.putImageData(picture, 0, 0);
  paper.fillStyle = "#ffffff";
  for (const x of [1, 3, 5]) for (const y of [1, 3, 5]) paper.fillRect(x * SEEN_PLACES - 1, y * SEEN_PLACES - 1, 2, 2);
  canvas.dataset.top = String(top);
  by("scale-top").textContent = `${said(top)} µg/mL`;
  by("time-said").textContent = `${hoursSaid(skin.timesH[t])} h`;
}

let answered = null;

function recompute() {
  const asked = design();
  controls.forEach((name) => { by(`${name}-said`).textContent = `${asSet(name, asked[name])} ${units[name]}`; });
  answered = { asked, answer: answerOf(skin, asked) };
  const warnings = warningsOf(skin, data.limits, asked, answered.answer.depot).map((words) => {
    const item = document.createElement("li");
    item.textContent = words;
    return item;
  });
  by("warnings").replaceChildren(...warnings);
  by("coverage-figure").hidden = asked.threshold === null;
  if (asked.threshold !== null) drawCurve(by("coverage"), skin.timesH, answered.answer.coverage);
  show();
}

function show() {
  const { asked, answer } = answered;
  showNumbers(asked, answer);
  showLedger(answer);
  showSeen(asked, answer);
}

function begin() {
  controls.forEach((name) => Object.assign(by(name), data.ranges[name]));
  Object.assign(by("time"), { min: 0, max: skin.timesH.length - 1, step: 1 });
  const scale = by("scale").getContext("2d");
  data.colours.forEach((colour, k) => { scale.fillStyle = `rgb(${colour.join()})`; scale.fillRect(k, 0, 1, 1); });
  asWritten();
  [...controls, "threshold"].forEach((name) => by(name).addEventListener("input", recompute));
  by("time").addEventListener("input", show);
  by("controls").addEventListener("submit", (event) => event.preventDefault());
  by("controls").addEventListener("reset", (event) => { event.preventDefault(); asWritten(); });
}

function asWritten() {
  controls.forEach((name) => { by(name).value = data.start[name]; });
  by("threshold").value = data.start.threshold ?? "";
  by("time").value = data.start.time;
  recompute();
}

begin();
