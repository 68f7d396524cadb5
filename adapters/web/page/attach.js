// @ts-check
/** Takes the file of a library: chosen by the button beside the message box, or dropped on the channel. */
import { byId } from './dom.js';

/** The server takes no larger file. Bytes. */
const MOST_BYTES = 5_000_000;

/** @param {(file: { name: string, content: string }) => void} send @param {(words: string) => void} say why a file is not sent */
export function createAttach(send, say) {
  const input = byId('attach-file', HTMLInputElement);
  const main = byId('main');
  /** Dragging enters and leaves each element on the way. */
  let inside = 0;

  /** @param {FileList | null | undefined} files */
  async function take(files) {
    for (const file of files ?? []) {
      if (file.size > MOST_BYTES)
        say(`${file.name} is larger than ${MOST_BYTES / 1_000_000} MB. Export a part of the library.`);
      else
        await file.arrayBuffer().then(
          (bytes) => send({ name: file.name, content: textOf(bytes) }),
          () => say(`${file.name} can't be read.`),
        );
    }
    // The same file can be chosen again.
    input.value = '';
  }

  /** @param {DragEvent} event */
  const hasFiles = (event) => event.dataTransfer?.types.includes('Files') === true;

  byId('attach').addEventListener('click', () => input.click());
  input.addEventListener('change', () => take(input.files));
  main.addEventListener('dragenter', (event) => {
    if (!hasFiles(event)) return;
    inside += 1;
    main.classList.add('dropping');
  });
  main.addEventListener('dragover', (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  main.addEventListener('dragleave', (event) => {
    if (!hasFiles(event)) return;
    inside -= 1;
    if (inside <= 0) stop();
  });
  main.addEventListener('drop', (event) => {
    stop();
    if (!hasFiles(event)) return;
    event.preventDefault();
    take(event.dataTransfer?.files);
  });

  function stop() {
    inside = 0;
    main.classList.remove('dropping');
  }
}

/** UTF-8, or Windows-1252, as older programs export it. @param {ArrayBuffer} bytes */
function textOf(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
