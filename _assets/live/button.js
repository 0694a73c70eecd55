// A button: what stands on it, what it is called where that is not enough, what pressing it does.
export function button(words, name, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  if (name) made.setAttribute("aria-label", name);
  made.addEventListener("click", press);
  return made;
}
