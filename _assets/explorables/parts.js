// What receptive-field.js, gates.js and train.js share beyond dom.js.

import { html } from './dom.js';

/** A number with a true minus sign and no negative zero. */
export function digits(value, places = 2) {
  const text = value.toFixed(places);
  return (Number(text) === 0 ? text.replace('-', '') : text).replace('-', '−');
}

/** A button. */
export function button(words, action) {
  const node = html('button', { type: 'button' }, words);
  node.addEventListener('click', action);
  return node;
}

/** Buttons that set several values at once; the one whose values all hold is marked as pressed. */
export function examples(model, starts) {
  const names = [...new Set(Object.values(starts).flatMap(Object.keys))];
  const buttons = Object.entries(starts).map(([word, start]) => {
    const node = button(word, () => {
      for (const [name, value] of Object.entries(start)) model.set(name, value);
      model.save_changes();
    });
    const mark = () =>
      node.setAttribute('aria-pressed', Object.entries(start).every(([name, v]) => model.get(name) === v));
    model.on(names.map((name) => `change:${name}`).join(' '), mark);
    mark();
    return node;
  });
  return html('div', { class: 'u-buttons', role: 'group', 'aria-label': 'Examples to try' }, 'Try: ', ...buttons);
}

/** The numbers behind a picture, made when they are opened: `rows` returns them, the head first. */
export function numbers(rows) {
  const table = html('table');
  const scroll = { class: 'u-scroll', tabindex: 0, role: 'region', 'aria-label': 'Numbers' };
  const details = html('details', {}, html('summary', {}, 'Numbers'), html('div', scroll, table));
  const fill = () => {
    if (!details.open) return;
    const [head, ...body] = rows();
    const row = (tag, attributes) => (words) =>
      html('tr', {}, ...words.map((word) => html(tag, attributes, `${word}`)));
    table.replaceChildren(
      html('thead', {}, row('th', { scope: 'col' })(head)),
      html('tbody', {}, ...body.map(row('td', {}))),
    );
  };
  details.addEventListener('toggle', fill);
  return { details, fill };
}

/** A sideways press or drag on `plot` calls `action` with the place; up and down it scrolls. */
export function pressed(plot, action) {
  const tell = (event) => action(event.clientX - plot.getBoundingClientRect().left);
  plot.addEventListener('click', tell); // not pointerdown, with which a finger's scroll begins
  plot.addEventListener('pointermove', (event) => event.buttons && tell(event));
}

/** Call `draw` with the plot's width in real pixels, so that letters keep their size. */
export function onWidth(plot, draw) {
  let before = 0;
  const watch = new ResizeObserver(() => {
    const width = Math.round(plot.getBoundingClientRect().width);
    if (width && width !== before) draw((before = width));
  });
  watch.observe(plot);
  return () => watch.disconnect();
}

/** However often it is asked for, draw once a frame. */
export function onceAFrame(draw) {
  let asked = false;
  return () => {
    if (!asked) requestAnimationFrame(() => ((asked = false), draw()));
    asked = true;
  };
}
