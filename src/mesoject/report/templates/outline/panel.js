// What the page says in words and numbers beside the skin.

const HINTS = {
  outline: "Click or tap along the border of the scar, or drag to draw freehand.",
  hole: "Draw round healthy skin inside the outline: it is left out of the area.",
  draft: "Close the line at its first point or with Enter. Esc discards it.",
  edit: "Drag a point to move it. Click or tap on the line to add one. Delete removes the chosen one.",
  nothing: "Nothing is drawn yet. Choose Outline and draw round the scar.",
};

const element = (id) => document.getElementById(id);

function setText(id, text) {
  const target = element(id);
  if (target.textContent !== text) target.textContent = text;
}

function showPanel(app) {
  const { drawing, findings, viewport, tool } = app;
  const { polygons, draft } = drawing.now;
  showHint(app);
  const area = polygons.length && !findings.errors.length ? `about ${areaWords(skinArea(polygons, app.skin))}` : "–";
  setText("area", area);
  setText("area-brief", area.replace("–", ""));
  setText("zoom", `${(viewport.magnification * 100).toFixed(0)} %`);
  showFindings(findings, polygons.length > 0);
  showScaleBar(viewport);
  showCursor(app.keyboardAt ?? app.cursor);
  document.querySelectorAll("[data-tool]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
  });
  setUsable("undo", drawing.canUndo);
  setUsable("redo", drawing.canRedo);
  setUsable("remove", Boolean(drawing.selected || draft));
  setUsable("save", polygons.length > 0 && !draft && !findings.errors.length);
  element("draft-actions").hidden = !draft;
  setText("unsaved", app.saved() ? "" : "Not saved yet");
}

// What is wrong comes before what to do next: on a small screen this line is all that is in view.
function showHint(app) {
  const { errors, warnings } = app.findings;
  setText("hint", errors[0] ?? warnings[0] ?? hintOf(app));
  element("hint").className = errors.length ? "wrong" : warnings.length ? "doubtful" : "";
}

function hintOf({ drawing, tool }) {
  if (drawing.now.draft) return HINTS.draft;
  return tool === "edit" && !drawing.now.polygons.length ? HINTS.nothing : HINTS[tool];
}

function areaWords(mm2) {
  return `${mm2 < 100 ? mm2.toFixed(1) : mm2.toFixed(0)} mm²`;
}

function showFindings({ errors, warnings }, drawn) {
  const items = [...errors.map((text) => [text, "wrong"]), ...warnings.map((text) => [text, "doubtful"])];
  if (!items.length && drawn) items.push(["The outline can be saved.", "good"]);
  const list = element("findings");
  const text = items.map(([words]) => words).join("\n");
  if (list.dataset.text === text) return; // a live region: said again only when it changes
  list.dataset.text = text;
  list.replaceChildren(
    ...items.map(([words, kind]) => {
      const item = document.createElement("li");
      item.className = kind;
      item.textContent = words;
      return item;
    }),
  );
}

function showScaleBar(viewport) {
  const mm = roundLength(viewport.scale, Math.min(140, viewport.size[0] / 4));
  element("scale-bar").style.width = `${mm * viewport.scale}px`;
  setText("scale-words", `${mm} mm`);
}

function showCursor(mm) {
  const signed = (v) => v.toFixed(1).replace("-", "−");
  setText("cursor", mm ? `s ${signed(mm[0])} · z ${signed(mm[1])} mm` : "");
}

// Unusable buttons stay in reach of the keyboard, so that a person finds them and hears that they are.
function setUsable(action, usable) {
  document.querySelectorAll(`[data-action="${action}"]`).forEach((button) => {
    button.setAttribute("aria-disabled", String(!usable));
  });
}

let messageTimer = 0;

function say(text, kind = "plain") {
  const message = element("message");
  message.textContent = text;
  message.className = kind;
  clearTimeout(messageTimer);
  messageTimer = setTimeout(() => (message.className = "gone"), 8000);
}
