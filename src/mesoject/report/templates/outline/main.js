// The page put together: one state, one way to show it.

const settings = JSON.parse(element("data").textContent);
const app = {
  settings,
  stage: element("stage"),
  skin: new Skin(settings),
  drawing: new Drawing(settings.start),
  tool: settings.start.length ? "edit" : "outline",
  findings: { errors: [], warnings: [], crossings: [], amber: new Set() },
  outlineShown: true,
  stroke: null, // freehand line under way
  cursor: null, // where the pointer is, in mm
  ghost: null, // where a click would insert a point
  keyboardAt: null, // the keyboard's crosshair
  spaceHeld: false,
  panned: false,
};

app.viewport = new Viewport(app.stage, element("skin"), settings);
app.actions = new Actions(app);
app.files = new Files(app);
app.saved = () => app.files.isSaved();
const autosave = new Autosave(settings.sha256);

// Whatever changes, the page is shown anew once before the next frame.
let waiting = false;
app.changed = () => {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    app.stage.dataset.tool = app.tool;
    render(element("lines"), app);
    showPanel(app);
  });
};

let kept = app.drawing.now;
app.drawing.onchange = () => {
  app.findings = checked(app.drawing.now, app.skin, settings);
  if (app.drawing.now !== kept) autosave.keep(app.drawing.now);
  kept = app.drawing.now;
  app.changed();
};

const RUN = {
  undo: () => app.actions.undo(),
  redo: () => app.actions.redo(),
  remove: () => app.actions.remove(),
  close: () => app.actions.close(),
  cancel: () => app.actions.cancel(),
  closer: () => app.viewport.zoom(1.4),
  farther: () => app.viewport.zoom(1 / 1.4),
  fit: () => app.viewport.fit(),
  save: () => app.files.save(),
  open: () => app.files.open(),
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.tool) app.actions.setTool(button.dataset.tool);
  RUN[button.dataset.action]?.();
  if (event.detail && button.closest("main")) app.stage.focus({ preventScroll: true, focusVisible: false }); // by pointer: keys go to the skin
  app.changed();
});

// Brightness and contrast change how the picture looks, and nothing else.
function showAdjusted() {
  const [brightness, contrast] = ["brightness", "contrast"].map((id) => element(id).value);
  const plain = !element("adjusted").checked;
  element("skin").style.filter = plain ? "" : `brightness(${brightness}%) contrast(${contrast}%)`;
}
["brightness", "contrast"].forEach((id) => {
  element(id).addEventListener("input", () => {
    element("adjusted").checked = true;
    showAdjusted();
  });
});
element("adjusted").addEventListener("change", showAdjusted);

// Of a scan, its height in colours in place of its own picture.
const ownPicture = element("skin").src;
const encodedAs = (source) => source.slice(0, source.indexOf(",") + 1);
if (settings.height) {
  element("height-tick").hidden = false;
  setText("height-words", `Red is higher than the limb's form, blue is lower; full colour at ${settings.height.rangeMm} mm.`);
  element("height-shown").addEventListener("change", (event) => {
    element("skin").src = event.target.checked ? encodedAs(ownPicture) + settings.height.jpeg : ownPicture;
  });
}
app.showOutline = (shown) => {
  app.outlineShown = shown;
  element("outline-shown").checked = shown;
  app.changed();
};
element("outline-shown").addEventListener("change", (event) => app.showOutline(event.target.checked));

element("notes").replaceChildren(
  ...settings.notes.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
);
element("photo-notes").hidden = !settings.notes.length;

app.viewport.onchange = app.changed;
app.viewport.fit();
new Pointers(app);
new Keyboard(app);
app.drawing.onchange();
offerRestore(app, autosave);
