import type { ReactNode } from "react";
import { Mark } from "@/components/shell/mark";

/**
 * The line at the top of every page: whose page this is, and where else one can go. Plain links: a page is
 * small enough to be loaded whole, and lighter without a router's components in it.
 */
export function Header({ title, href, children }: { title: string; href: string; children?: ReactNode }) {
  return (
    <header className="border-b border-line">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 gap-y-1 px-4 py-3">
        <a href={href} className="flex items-center gap-2 font-serif text-lg font-semibold text-ink no-underline">
          <Mark />
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

export function NavLink({ href, current = false, children }: { href: string; current?: boolean; children: ReactNode }) {
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
