// "Predict first": a switch under the title that holds back what answers a Predict box until the
// reader has written an answer. Off by default, and remembered; without JavaScript all is visible.

const MODE = "predict-first";
const remembered = (key) => {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return ""; // storage can be forbidden
  }
};
const remember = (key, value) => {
  try {
    localStorage.setItem(key, value);
  } catch {
    // then it holds for this visit
  }
};
const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

// What a box asks about: all that stands below it, up to the next box or the end of the section.
// In sight stay the code of cells, what leads up to the first of them ("step by step:"), and what
// the box itself points at, such as a table to fill in.
const answersOf = (box) => {
  const answers = [];
  const named = [...box.querySelectorAll("a[href^='#']")].map((link) => link.hash.slice(1));
  const holds = (part) => (id) => part.id === id || part.querySelector(`[id="${id}"]`);
  const pointedAt = (part) => named.some(holds(part));
  let cells = 0;
  for (let next = box.nextElementSibling; next; next = next.nextElementSibling) {
    if (next.matches("section, .admonition-predict")) break;
    if (next.matches(".cell")) {
      cells += 1;
      answers.push(...next.querySelectorAll(".cell_output"));
    } else if (cells || !(leadsUp(next) || pointedAt(next))) answers.push(next);
  }
  return answers;
};
const leadsUp = (part) =>
  part.matches("p.practise") || (part.matches("p") && part.textContent.trim().endsWith(":"));

const prepare = (box, number) => {
  const key = `${MODE}:${location.pathname}:${number}`;
  const answers = answersOf(box);
  if (!answers.length) return null;
  const id = `prediction-${number}`;
  const label = element("label", { htmlFor: id, textContent: "Your answer" });
  const text = element("textarea", { id, rows: 2, value: remembered(key) });
  const show = element("button", { type: "button", textContent: "I have an answer: show" });
  const form = element("div", { className: "prediction", hidden: true }, label, text, show);
  box.append(form);

  let shown = Boolean(remembered(key));
  const update = () => {
    const held = on() && !shown;
    for (const answer of answers) answer.classList.toggle("held-back", held);
    form.hidden = !on();
    show.hidden = !held;
    show.disabled = !text.value.trim();
  };
  text.addEventListener("input", () => {
    if (shown) remember(key, text.value.trim());
    update();
  });
  show.addEventListener("click", () => {
    shown = true;
    remember(key, text.value.trim());
    update();
    text.focus(); // the button is gone
  });
  const reveal = (target) => {
    if (shown || !answers.some((answer) => answer.contains(target))) return;
    shown = true; // somebody was sent there
    update();
    target.scrollIntoView();
  };
  return { update, reveal };
};

const on = () => remembered(MODE) === "on";
const facts = document.querySelector(".page-facts");
const predictions = [...document.querySelectorAll(".admonition-predict")].map(prepare).filter(Boolean);
if (facts && predictions.length) {
  const turn = element("button", { type: "button", className: "predict-first" });
  const update = () => {
    turn.setAttribute("aria-pressed", on());
    turn.textContent = `predict first: ${on() ? "on" : "off"}`;
    for (const box of predictions) box.update();
  };
  turn.title = "Hold back what answers a Predict box until you have written an answer";
  turn.addEventListener("click", () => {
    remember(MODE, on() ? "off" : "on");
    update();
  });
  facts.append(element("span", { className: "on-screen" }, " · ", turn));
  update();
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) for (const box of predictions) box.reveal(target);
  };
  addEventListener("hashchange", follow);
  follow();
}
