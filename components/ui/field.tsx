import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";

const BOX =
  "block w-full min-h-11 rounded-sm border border-quiet bg-raised px-3 py-2 text-base text-ink placeholder:text-quiet aria-invalid:border-red aria-invalid:border-2";

interface Around {
  label: string;
  /** A sentence below the label, read together with it. */
  hint?: string;
  /** What is wrong with it; announced and marked. */
  error?: string | undefined;
}

interface Ids {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

function Around({ label, hint, error, children }: Around & { children: (ids: Ids) => ReactNode }) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-quiet">
          {hint}
        </p>
      )}
      {children({ id, "aria-describedby": describedBy, "aria-invalid": error ? true : undefined })}
      {error && (
        <p id={`${id}-error`} className="text-sm font-medium text-red">
          {error}
        </p>
      )}
    </div>
  );
}

export function TextField({ label, hint, error, ...input }: Around & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Around label={label} hint={hint} error={error}>
      {(ids) => <input {...input} {...ids} className={BOX} />}
    </Around>
  );
}

export function TextArea({
  label,
  hint,
  error,
  mono,
  ...area
}: Around & TextareaHTMLAttributes<HTMLTextAreaElement> & { mono?: boolean }) {
  return (
    <Around label={label} hint={hint} error={error}>
      {(ids) => <textarea {...area} {...ids} className={`${BOX} ${mono ? "font-mono text-sm" : ""}`} />}
    </Around>
  );
}

export function SelectField({
  label,
  hint,
  error,
  children,
  ...select
}: Around & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <Around label={label} hint={hint} error={error}>
      {(ids) => (
        <select {...select} {...ids} className={BOX}>
          {children}
        </select>
      )}
    </Around>
  );
}

/** What a list offers, in this order: each value with its words. */
export function Options({ of }: { of: readonly (readonly [value: string, words: string])[] }) {
  return of.map(([value, words]) => (
    <option key={value} value={value}>
      {words}
    </option>
  ));
}

/** A box to tick, with its words behind it. */
export function CheckField({ label, ...input }: Pick<Around, "label"> & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <label className="flex min-h-6 items-start gap-2 self-end">
      <input {...input} type="checkbox" className="mt-1 size-4 shrink-0 accent-accent" />
      {label}
    </label>
  );
}
