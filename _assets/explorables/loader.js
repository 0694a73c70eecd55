// On pages that hold an explorable: fetch its module when it comes near the viewport.
// <u-neuron> is drawn by neuron.js, <u-something> by something.js, and so on.

const explorables = document.querySelectorAll('[data-explorable]');

async function load(tag) {
  if (customElements.get(tag)) return;
  const [{ define }, module] = await Promise.all([
    import('./dom.js'),
    import(`./${tag.slice(2)}.js`),
  ]);
  if (!customElements.get(tag)) define(tag, module); // two of a kind may have asked at once
}

const observer = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      observer.unobserve(target);
      load(target.localName);
    }
  },
  { rootMargin: '600px' },
);

for (const element of explorables) observer.observe(element);
