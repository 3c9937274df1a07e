import type { ButtonHTMLAttributes } from "react";

export type Weight = "main" | "plain" | "danger";

const BASE =
  "inline-flex min-h-11 cursor-pointer items-center justify-center gap-2 rounded-sm px-4 text-[0.9375rem] font-medium no-underline disabled:cursor-default disabled:opacity-60";
const WEIGHTS: Record<Weight, string> = {
  main: "bg-accent text-on-accent hover:opacity-90",
  plain: "border border-line bg-raised text-ink hover:border-quiet",
  danger: "border border-red text-red hover:bg-red hover:text-paper",
};

/** The look of a button, for links that are one. */
export function buttonClass(weight: Weight = "main"): string {
  return `${BASE} ${WEIGHTS[weight]}`;
}

export function Button({
  weight = "main",
  busy = false,
  children,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { weight?: Weight; busy?: boolean }) {
  return (
    <button
      type="button"
      {...rest}
      disabled={busy || rest.disabled}
      aria-busy={busy || undefined}
      className={buttonClass(weight)}
    >
      {children}
    </button>
  );
}
