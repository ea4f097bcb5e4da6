// The number keys answer while the focus is in the pair: elsewhere a typed digit means nothing here.
const pair = document.getElementById("pair");
let sent = false;

pair?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  const button = pair.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// One answer a pair: a key pressed before the next pair is there must not change the last one's.
pair?.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
window.addEventListener("pageshow", () => {
  sent = false;
});

// Whoever comes without a place in the address can begin by keyboard at once.
if (pair && !document.querySelector(".govuk-error-summary") && location.hash !== "#pair") {
  pair.focus({ preventScroll: true });
}
