// Sets light or dark before the first paint, so that the page does not flash. The switch is in lib/appearance.ts.
(function () {
  try {
    var chosen = localStorage.getItem('carillon.appearance');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  } catch { /* storage is closed to us: the system's setting holds */ }
})();
