import type { ReactNode } from "react";

/** The line at the top of a page, in plain elements. */
export function Top({ title, href, children }: { title: string; href: string; children?: ReactNode }) {
  return (
    <header className="border-b border-line">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 gap-y-1 px-4 py-3">
        <a href={href} className="flex items-center gap-2 font-serif text-lg font-semibold text-ink no-underline">
          {/* biome-ignore lint/performance/noImgElement: a vector needs no image pipeline */}
          <img src="/icon.svg" alt="" width={24} height={24} />
          {title}
        </a>
        {children && (
          <nav aria-label="Main" className="ml-auto flex flex-wrap items-center gap-x-5 gap-y-1 text-[0.9375rem]">
            {children}
          </nav>
        )}
      </div>
    </header>
  );
}

export function TopLink({ href, current, children }: { href: string; current?: boolean; children: ReactNode }) {
  return (
    <a
      href={href}
      aria-current={current ? "page" : undefined}
      className={`inline-flex min-h-8 items-center no-underline hover:underline ${current ? "font-semibold text-ink" : "text-quiet"}`}
    >
      {children}
    </a>
  );
}
