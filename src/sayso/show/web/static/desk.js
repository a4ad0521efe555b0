// Keys on an article: j and k go from note to note, and on a note one key judges it. Every page works without this file.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
  const notes = [...document.querySelectorAll(".note")];
  const note = event.target.closest(".note");
  if (event.key === "j" || event.key === "k") {
    if (!notes.length) return;
    const at = note ? notes.indexOf(note) + (event.key === "j" ? 1 : -1) : 0;
    const next = notes[Math.min(Math.max(at, 0), notes.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    event.preventDefault();
  } else if (note) {
    const button = note.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (button) {
      button.click();
      event.preventDefault();
    }
  }
});
// After a judgement the page comes back at the note that was judged: go on from there.
const judged = location.hash.startsWith("#n-") && document.getElementById(location.hash.slice(1));
if (judged) judged.focus({ preventScroll: true });
