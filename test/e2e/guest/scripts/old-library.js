/** What libraries of 2007 did to every page: names on the prototypes that each `for … in` meets. */
for (const { prototype } of [Array, String, Number, Function, Date, Element, Event]) {
  for (const name of ['each', 'invoke', 'pluck', 'without', 'extend', 'inspect', 'clone', 'last', 'first']) {
    prototype[name] = function () {
      return this;
    };
  }
}
Object.prototype.inherited = 'from the library';
window.$ = window.jQuery;
window.html = 'a name of the page';
window.name = 'a window';
