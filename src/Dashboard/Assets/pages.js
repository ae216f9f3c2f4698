// The theme is set before the first paint, so that no page flashes in the other one.
const themes = ["auto", "light", "dark"];
const theme = () => themes.includes(localStorage.getItem("theme")) ? localStorage.getItem("theme") : "auto";
const apply = () => document.documentElement.dataset.theme = theme();
apply();

document.addEventListener("click", event => {
  if (event.target.closest("[data-theme-toggle]")) {
    localStorage.setItem("theme", themes[(themes.indexOf(theme()) + 1) % themes.length]);
    apply();
  }
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    navigator.clipboard?.writeText(copy.dataset.copy).then(() => {
      copy.dataset.copied = "";
      setTimeout(() => delete copy.dataset.copied, 1200);
    });
  }
});

document.addEventListener("keydown", event => {
  if (event.key === "Escape") {
    document.querySelector(".mud-dialog [data-dismiss]")?.click();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) {
    return;
  }
  if (event.key === "/") {
    const search = document.querySelector("[data-search] input, input[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});

// A rotated server forgets its circuits: what remains is to load the page again.
document.addEventListener("DOMContentLoaded", () => Blazor.start({
  circuit: {
    configureSignalR: builder => builder.withUrl("_blazor", { skipNegotiation: true, transport: 1 }),
    reconnectionOptions: { maxRetries: 1000, retryIntervalMilliseconds: tries => Math.min(500 * (tries + 1), 3000) },
    reconnectionHandler: {
      onConnectionDown() { document.body.dataset.connection = "down"; reconnect(); },
      onConnectionUp() { delete document.body.dataset.connection; }
    }
  }
}));

async function reconnect() {
  for (;;) {
    await new Promise(resolve => setTimeout(resolve, 1000));
    try {
      if (await Blazor.reconnect()) {
        delete document.body.dataset.connection;
        return;
      }
      location.reload();
      return;
    } catch {
      // The server is away: try again.
    }
  }
}
