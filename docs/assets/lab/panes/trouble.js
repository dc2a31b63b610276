// Why a project did not start or did not answer, in words.

/** What to tell of an error that runtime.js has thrown. */
export function why({ name, message }) {
  if (name === "Broken") return `The project does not load: ${message}`;
  if (name === "Stopped" || name === "Cancelled") return "It was stopped. Your files are as they were.";
  return message;
}
