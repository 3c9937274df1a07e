import { Pages } from "@/components/schedule/import-pages";
import type { Preview } from "@/components/schedule/import-state";
import { TextField } from "@/components/ui/field";

interface LogProps {
  lines: Preview["lines"];
  words: ReadonlyMap<string, string>;
  onWords: (words: ReadonlyMap<string, string>) => void;
}

/** The lines that saving adds to the public log, to reword or to leave out. */
export function ImportLog({ lines, words, onWords }: LogProps) {
  return (
    <section aria-labelledby="import-log" className="space-y-3">
      <h2 id="import-log">The public log</h2>
      {lines.length === 0 ? (
        <p className="text-quiet">Nothing is added to it: no published session changes.</p>
      ) : (
        <>
          <p className="text-sm text-quiet">Reword what you like. A line that you empty is left out.</p>
          <Pages items={lines} step={40} what="lines">
            {(shown) =>
              shown.map(({ id, text }, index) => (
                <TextField
                  key={id}
                  label={`Line ${index + 1}`}
                  value={words.get(id) ?? text}
                  maxLength={2000}
                  onChange={(event) => onWords(new Map(words).set(id, event.target.value))}
                />
              ))
            }
          </Pages>
        </>
      )}
    </section>
  );
}

/** Who is mailed what because of the import. */
export function ImportMails({ mail }: { mail: Preview["mail"] }) {
  return (
    <section aria-labelledby="import-mail" className="space-y-2">
      <h2 id="import-mail">Mails</h2>
      {mail.length === 0 ? (
        <p className="text-quiet">Nobody is mailed because of this.</p>
      ) : (
        <ul className="list-disc space-y-1 pl-5">
          {mail.map(({ kind, text }) => (
            <li key={`${kind} ${text}`}>{text}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
