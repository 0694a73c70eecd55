// A button: what stands on it, what it is called where that is not enough, what pressing it does.
// The second click of a double click presses nothing: it may land on what the first brought up.
export function button(words, name, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  if (name) made.setAttribute("aria-label", name);
  made.addEventListener("click", (event) => event.detail > 1 || press());
  return made;
}
