// Before anything is painted: the theme that the reader chose, if any; else the system's is used.
try {
  const kept = localStorage.getItem("theme");
  if (kept) document.documentElement.dataset.theme = kept;
} catch { /* storage may be off */ }
