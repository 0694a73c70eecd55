// What explorables need from the page: elements, controls, and the custom element around them.

function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** An SVG element. */
export const svg = (tag, attributes = {}, ...children) =>
  build(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

/** An HTML element. */
export const html = (tag, attributes = {}, ...children) =>
  build(document.createElement(tag), attributes, children);

/** Call `action` once things have been quiet for a while: screen readers must not be flooded. */
export function debounce(action, quiet = 350) {
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(action, quiet);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}

/** A number with a true minus sign, no negative zero, and an exponent where digits would run away. */
export function digits(value, places = 3) {
  const large = Math.abs(value) >= 1e4;
  const text = large ? value.toExponential(1).replace('e+', 'e') : value.toFixed(places);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '−');
}

// Controls: native elements bring keyboard, touch and screen readers with them. -------------

/** Do something now and whenever one of the values changes. */
export function follow(model, names, action) {
  for (const name of names) model.on(`change:${name}`, action);
  action();
}

/** Tie a native control to one of the model's values, both ways. */
function bind(model, name, control, event, property) {
  control.addEventListener(event, () => {
    model.set(name, control.type === 'range' ? Number(control.value) : control[property]);
    model.save_changes();
  });
  follow(model, [name], () => (control[property] = model.get(name)));
  return control;
}

/** A range input alone; `format` says its value in words or digits. */
export function range(model, name, label, [min, max, step], format = (v) => v.toFixed(2)) {
  const attributes = { type: 'range', min, max, step, name, 'aria-label': label };
  const control = bind(model, name, html('input', attributes), 'input', 'value');
  follow(model, [name], () => control.setAttribute('aria-valuetext', format(model.get(name))));
  // A finger that scrolls the page may begin on a slider: give back what its touch changed.
  let before;
  control.addEventListener('pointerdown', () => (before = model.get(name)));
  control.addEventListener('pointercancel', () => assign(model, { [name]: before }));
  return control;
}

/** A labelled range input with its value beside it. `symbol` is HTML of ours, such as w<sub>x</sub>. */
export function slider(model, name, label, symbol, limits, format = (v) => v.toFixed(2)) {
  const control = range(model, name, label, limits, format);
  const value = html('output');
  follow(model, [name], () => (value.textContent = format(model.get(name)).replace('-', '−')));
  const text = html('span');
  text.innerHTML = `${label} <i>${symbol}</i>`;
  return html('label', { class: 'u-row u-slide', 'data-role': name }, text, control, value);
}

/** A labelled choice between words. */
export function choice(model, name, label, words) {
  const options = words.map((word) => html('option', { value: word }, word));
  const control = bind(model, name, html('select', { name }, ...options), 'change', 'value');
  return html('label', { class: 'u-row' }, html('span', {}, label), control);
}

/** A labelled checkbox. */
export function toggle(model, name, label) {
  const control = bind(model, name, html('input', { type: 'checkbox', name }), 'change', 'checked');
  return html('label', { class: 'u-row u-toggle' }, control, html('span', {}, label));
}

export function button(words, action) {
  const node = html('button', { type: 'button' }, words);
  node.addEventListener('click', action);
  return node;
}

/** Set several values at once. */
export function assign(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

/** A button for each set of values; pressed is the one whose values stand. */
export function presets(model, label, entries) {
  const buttons = Object.entries(entries).map(([word, values]) => {
    const node = button(word, () => assign(model, values));
    const names = Object.keys(values);
    const stands = () => names.every((name) => model.get(name) === values[name]);
    follow(model, names, () => node.setAttribute('aria-pressed', stands()));
    return node;
  });
  return html('div', { class: 'u-buttons', role: 'group', 'aria-label': label }, ...buttons);
}

/** The mouse previews what it is over (null: nothing); a click or a tap picks it. */
export function pointAt(plot, find, preview, pick) {
  const found = (event) => find(event.clientX - plot.getBoundingClientRect().left);
  plot.addEventListener('pointermove', (event) => event.pointerType === 'mouse' && preview(found(event)));
  plot.addEventListener('pointerleave', () => preview(null));
  plot.addEventListener('click', (event) => pick(found(event)));
}

/** The numbers behind a picture, folded; `show` fills the table while it is open. */
export function numbers() {
  const table = html('table');
  const scroll = { class: 'u-scroll', tabindex: 0, role: 'region', 'aria-label': 'Numbers' };
  const details = html('details', {}, html('summary', {}, 'Numbers'), html('div', scroll, table));
  const line = (tag, scope) => (words) => html('tr', {}, ...words.map((word) => html(tag, { scope }, word)));
  details.show = (header, rows) => {
    if (!details.open) return;
    const body = rows().map(line('td'));
    table.replaceChildren(html('thead', {}, line('th', 'col')(header)), html('tbody', {}, ...body));
  };
  return details;
}

// The host. ------------------------------------------------------------------------------------

/** All values of a model, by the names of its defaults. */
export const valuesOf = (model, defaults) =>
  Object.fromEntries(Object.keys(defaults).map((name) => [name, model.get(name)]));

/**
 * Keep picture and words true: draw once however many values change at once, and again at another
 * width; speak when things are quiet. `silent` names the values that the words do not mention.
 */
export function keepUp({ model, defaults, plot, draw, describe, status, details, silent = [] }) {
  const values = () => valuesOf(model, defaults);
  const speak = debounce(() => (status.textContent = describe(values())));
  let asked = false;
  const redraw = () => {
    asked = false;
    const width = Math.round(plot.getBoundingClientRect().width);
    if (width) draw(values(), width);
  };
  const ask = () => {
    if (!asked) requestAnimationFrame(redraw);
    asked = true;
  };
  for (const name of Object.keys(defaults)) {
    model.on(`change:${name}`, ask);
    if (!silent.includes(name)) model.on(`change:${name}`, speak);
  }
  details?.addEventListener('toggle', redraw);
  status.textContent = describe(values());
  // Drawn in real pixels, so letters keep their size however narrow the page is.
  const watch = new ResizeObserver(redraw);
  watch.observe(plot);
  const stop = () => {
    watch.disconnect();
    speak.cancel();
  };
  return { ask, stop };
}

/** The part of an anywidget model that an explorable uses, without a kernel behind it. */
export class LocalModel {
  #values;
  #listeners = new EventTarget();

  constructor(values) {
    this.#values = { ...values };
  }

  get(name) {
    return this.#values[name];
  }

  set(name, value) {
    if (Object.is(this.#values[name], value)) return;
    this.#values[name] = value;
    this.#listeners.dispatchEvent(new Event(`change:${name}`));
  }

  save_changes() {}

  on(names, listener) {
    for (const name of names.split(' ')) this.#listeners.addEventListener(name, listener);
  }
}

/** Starting values: the module's defaults, overruled by the element's attributes. */
function startingValues(element, defaults) {
  const values = { ...defaults };
  for (const [name, value] of Object.entries(defaults)) {
    const given = element.getAttribute(name);
    if (given === null) continue;
    if (typeof value === 'number') values[name] = Number(given);
    else values[name] = typeof value === 'boolean' ? given !== 'false' : given;
  }
  return values;
}

/** Make a custom element of a module that exports `defaults` and anywidget's `render`. */
export function define(tag, { defaults, render }) {
  customElements.define(
    tag,
    class extends HTMLElement {
      connectedCallback() {
        if (this.model) return; // moved within the page: it is there already
        this.model = new LocalModel(startingValues(this, defaults));
        const box = html('div', { class: 'u-explorable' });
        const fallback = [...this.childNodes];
        // Replaced before drawing, because a drawing needs to know its width.
        this.replaceChildren(box);
        try {
          render({ model: this.model, el: box });
          this.dataset.ready = '';
        } catch (error) {
          this.replaceChildren(...fallback);
          throw error;
        }
      }
    },
  );
}
