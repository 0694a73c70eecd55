// The picture plays once, by the stylesheet; where it moves at all, it can be seen again.
for (const button of document.querySelectorAll(".landing-again")) {
  const picture = button.closest("figure");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const show = () => { button.hidden = still.matches; };
  show();
  still.addEventListener("change", show);
  button.addEventListener("click", () => {
    for (const part of picture.getAnimations({ subtree: true })) {
      part.currentTime = 0;
      part.play();
    }
  });
}
