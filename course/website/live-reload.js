// Loads the page again when the site has been made anew. Only `mkdocs serve` has this, in
// place of a script of MkDocs in each page, whose numbers change with each answer.

// The version of the site, as the server counts; 0 is answered at once.
let known = 0;
let waiting;

async function watch() {
  waiting = new AbortController();
  const { signal } = waiting;
  while (!signal.aborted) {
    try {
      const answer = await fetch(`/livereload/${known}/1`, { signal });
      const version = Number(await answer.text());
      if (known && version > known) return location.reload();
      known = version || known;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 3000));
    }
  }
}

// A tab that nobody looks at keeps no connection.
function follow() {
  if (document.visibilityState === "visible") watch();
  else waiting?.abort();
}

document.addEventListener("visibilitychange", follow);
follow();
