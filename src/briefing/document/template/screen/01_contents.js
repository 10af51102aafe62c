'use strict';
// The reader's page: contents that follow, what is folded, regions that scroll, code for those who ask.
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const make = (tag, text, properties = {}) => Object.assign(document.createElement(tag), { textContent: text }, properties);

// -- contents --------------------------------------------------------------------------------------------------------
const links = new Map($$('#contents a[href^="#"]').map(link => [link.hash.slice(1), link]));
const targets = [...links.keys()].map(id => document.getElementById(id));
function follow() {
  const line = 0.3 * innerHeight;
  const shown = targets.filter(target => target.checkVisibility()); // not all, where somebody looks for findings only
  let here = shown[0];
  for (const target of shown) if (target.firstElementChild.getBoundingClientRect().top < line) here = target;
  for (const [id, link] of links) {
    const active = here && id === here.id;
    if (active && !link.classList.contains('here')) link.scrollIntoView({ block: 'nearest', behavior: 'instant' });
    link.classList.toggle('here', active);
    if (active) link.setAttribute('aria-current', 'location'); else link.removeAttribute('aria-current');
  }
}
let waiting = false;
addEventListener('scroll', () => { if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; follow(); }); } }, { passive: true });
follow();
const menu = $('#menu'), contents = $('#contents');
function openMenu(open) { contents.classList.toggle('open', open); menu.setAttribute('aria-expanded', open); }
menu.addEventListener('click', () => openMenu(!contents.classList.contains('open')));
contents.addEventListener('click', event => { if (event.target.closest('a')) openMenu(false); });

addEventListener('beforeprint', () => { for (const folded of $$('.folded')) folded.open = true; });

// -- regions that scroll sideways say so and are reached by keyboard ---------------------------------------------------
const watcher = new ResizeObserver(entries => { for (const { target } of entries) {
  const scrolls = target.scrollWidth > target.clientWidth + 1;
  target.classList.toggle('cue', scrolls);
  if (scrolls) { target.tabIndex = 0; if (!target.hasAttribute('role')) { target.setAttribute('role', 'group'); target.setAttribute('aria-label', 'Kéo ngang để xem hết' + (target.closest('figure') ? ': ' + captionOf(target.closest('figure')) : '')); } }
  else target.removeAttribute('tabindex');
} });
for (const region of $$('.scroll, .picture, .code, pre:not(.code *)')) watcher.observe(region);

// -- code --------------------------------------------------------------------------------------------------------------
const code = $('#code');
code.addEventListener('change', () => document.body.classList.toggle('with-code', code.checked));
