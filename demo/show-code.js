/**
 * Shows the code that runs: the part of this page between its two `code` comments, or the whole of the file that `data-from`
 * names.
 */
for (const box of document.querySelectorAll('pre[data-from]')) {
  const response = await fetch(box.dataset.from || location.href);
  box.textContent = withoutIndent(part(await response.text()));
}

for (const link of document.querySelectorAll('nav a')) {
  const page = location.pathname.split('/').at(-1) || 'index.html';
  if (link.getAttribute('href') === page) link.setAttribute('aria-current', 'page');
}

function part(source) {
  return source.split(/^ *<!-- \/?code -->\n/m)[1] ?? source;
}

function withoutIndent(code) {
  const [indent] = code.match(/^ */);
  return code.trimEnd().replaceAll(new RegExp(`^${indent}`, 'gm'), '');
}
