// What every explorable needs from the page: elements, controls, and the custom element around them.

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

// Controls: native elements bring keyboard, touch and screen readers with them. -------------

/** Tie a native control to one of the model's values, both ways. */
function bind(model, name, control, event, property) {
  const read = () => (control.type === 'range' ? Number(control.value) : control[property]);
  const show = () => (control[property] = model.get(name));
  control.addEventListener(event, () => {
    model.set(name, read());
    model.save_changes();
  });
  model.on(`change:${name}`, show);
  show();
  return control;
}

/** A range input alone; `format` says its value in words or digits. */
export function range(model, name, label, [min, max, step], format = (v) => v.toFixed(2)) {
  const attributes = { type: 'range', min, max, step, name, 'aria-label': label };
  const control = bind(model, name, html('input', attributes), 'input', 'value');
  const say = () => control.setAttribute('aria-valuetext', format(model.get(name)));
  model.on(`change:${name}`, say);
  say();
  return control;
}

/** A labelled range input with its value beside it. `symbol` is HTML of ours, such as w<sub>x</sub>. */
export function slider(model, name, label, symbol, limits, format = (v) => v.toFixed(2)) {
  const control = range(model, name, label, limits, format);
  const value = html('output');
  const say = () => (value.textContent = format(model.get(name)).replace('-', '−'));
  model.on(`change:${name}`, say);
  say();
  const text = html('span');
  text.innerHTML = `${label} <i>${symbol}</i>`;
  return html('label', { class: 'u-row', 'data-role': name }, text, control, value);
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

// The host. ------------------------------------------------------------------------------------

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

  off(names, listener) {
    for (const name of names.split(' ')) this.#listeners.removeEventListener(name, listener);
  }
}

/** Starting values: the module's defaults, overruled by the element's attributes. */
function startingValues(element, defaults) {
  const values = { ...defaults };
  for (const [name, value] of Object.entries(defaults)) {
    const given = element.getAttribute(name);
    if (given === null) continue;
    if (typeof value === 'number') values[name] = Number(given);
    else if (typeof value === 'boolean') values[name] = given !== 'false';
    else values[name] = given;
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
