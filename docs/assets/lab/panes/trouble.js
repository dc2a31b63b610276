// Why a start failed, in words: errors of the browser name what it has, not what to do.

const MEMORY = /out of memory|could not allocate|cannot allocate|memory access|Invalid array buffer length|Array buffer allocation/i;

/** What to tell of an error that runtime.js has thrown. */
export function why(error) {
  const { name, message } = error;
  if (name === "Broken") return `The project does not load. ${message}`;
  if (name === "Stopped") return "It was stopped. Your files are as they were.";
  if (MEMORY.test(message)) {
    return "There was not enough memory: close other tabs, and try again. On your own machine `python3 learn.py run` does the same.";
  }
  return message;
}
