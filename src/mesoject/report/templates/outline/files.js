// Saving the outline as a file, opening an earlier one, and not losing what is in neither.

class Files {
  #saved;

  constructor(app) {
    this.app = app;
    this.#saved = app.drawing.now.polygons;
    element("file").addEventListener("change", (event) => this.#chosen(event.target));
    window.addEventListener("beforeunload", (event) => {
      if (this.isSaved()) return;
      event.preventDefault();
      event.returnValue = ""; // older browsers ask only then
    });
  }

  isSaved() {
    const { polygons, draft } = this.app.drawing.now;
    return !draft && (polygons === this.#saved || JSON.stringify(polygons) === JSON.stringify(this.#saved));
  }

  save() {
    const { drawing, skin, settings, findings } = this.app;
    const { polygons, draft } = drawing.now;
    if (draft) return say("Not saved: the line is still open. Close it first (Enter).", "wrong");
    if (!polygons.length) return say("Not saved: nothing is drawn yet.", "wrong");
    if (findings.errors.length) return say(`Not saved. ${findings.errors[0]}`, "wrong");
    download(settings.saveAs, outlineText(polygons, skin, settings));
    this.#saved = polygons;
    say(`Saved as ${settings.saveAs}. Next: mesoject measure ${settings.words.argument} --outline ${settings.saveAs}`, "good");
    return this.app.changed();
  }

  open() {
    element("file").click();
  }

  async #chosen(input) {
    const [file] = input.files;
    if (!file) return;
    try {
      if (file.size > 50e6) throw new Error("This file is too large for an outline.");
      const { polygons, note } = outlineFromText(await file.text(), this.app.skin, this.app.settings);
      if (this.isSaved() && !note) this.#saved = polygons;
      this.app.tool = "edit";
      this.app.drawing.change({ polygons, draft: null });
      say(`Opened ${file.name}.${note}`, "good");
    } catch (error) {
      say(error.message, "wrong");
    }
    input.value = ""; // the same file can be opened again
  }
}

function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
