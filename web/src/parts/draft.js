// The article that is being pasted: kept while the page lives, so that a field elsewhere can begin it.
import { signal } from "@preact/signals";

export const draft = signal({ text: "", title: "", published: "", publisher: "" });
