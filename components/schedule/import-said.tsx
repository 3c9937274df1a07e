import { Pages } from "@/components/schedule/import-pages";
import type { Preview } from "@/components/schedule/import-state";
import { TextField } from "@/components/ui/field";
import { mailedWords } from "@/lib/schedule/import/rules";

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
export function ImportMails({ mail, mailed }: Pick<Preview, "mail" | "mailed">) {
  return (
    <section aria-labelledby="import-mail" className="space-y-2">
      <h2 id="import-mail">Mails</h2>
      {mailed.length === 0 && <p className="text-quiet">Nobody is mailed because of this.</p>}
      {mailed.map((who) => (
        <div key={who.kind} className="space-y-1">
          <ul className="list-disc space-y-1 pl-5">
            {mail
              .filter(({ kind }) => kind === who.kind)
              .map(({ text }) => (
                <li key={text}>{text}</li>
              ))}
          </ul>
          <Mailed who={who} />
        </div>
      ))}
    </section>
  );
}

function Mailed({ who }: { who: Preview["mailed"][number] }) {
  const { to, off } = mailedWords(who);
  return (
    <div className="pl-5 text-sm">
      {who.people.length > 0 && (
        <details>
          <summary className="cursor-pointer py-1">To {to}</summary>
          <Pages items={who.people} step={60} what="people">
            {(shown) => (
              <ul className="pl-5 [overflow-wrap:anywhere]">
                {shown.map(({ memberId, name, role, suppressed }) => (
                  <li key={memberId}>
                    {name}, {role}
                    {suppressed !== null && <span className="text-quiet">: gets no mail ({suppressed})</span>}
                  </li>
                ))}
              </ul>
            )}
          </Pages>
        </details>
      )}
      {who.off > 0 && <p className="text-quiet">{off}</p>}
    </div>
  );
}
