/** The sections a new cohort starts with: what newcomers ask first, for the organizer to make their own. */
export function firstSections(title: string): readonly { title: string; body: string }[] {
  return [
    {
      title: "Welcome",
      body: `**${title}** is a group of people who teach themselves something together, a session a week. We watch and read before we meet, and use the time together to talk.`,
    },
    {
      title: "What to expect",
      body: "A session a week, at the same time. Before each one there are a few things to watch or read; the table below says which and how long they are. One mail a week reminds you of what is left.",
    },
    {
      title: "What is expected",
      body: "- Prepare before the session.\n- Bring thoughts and questions.\n- Find a partner to talk to between sessions.",
    },
    {
      title: "How to prepare",
      body: "Nothing is needed before the first session but an open mind. If there is something to install, it will stand here.",
    },
  ];
}
