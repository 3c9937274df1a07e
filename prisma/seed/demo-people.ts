/** Invented people, questions and talks of the demo cohort. Any likeness to real ones is chance. */

export interface DemoPerson {
  name: string;
  lab: string;
  role: "learner" | "follower" | "organizer";
  /** Null lives by the cohort's clock. */
  timezone: string | null;
  purpose: string;
  /** How far along: 1 has done nearly everything, 0 nearly nothing. */
  pace: number;
  /** Watches beyond what is asked. */
  curious?: boolean;
  state?: "active" | "paused";
}

const [PLANT, SOIL, VISION, GENOME, CLIMATE] = [
  "Plant Genetics",
  "Soil Microbes",
  "Field Imaging",
  "Genome Informatics",
  "Climate Models",
] as const;

function learner(name: string, lab: string, pace: number, purpose: string, more: Partial<DemoPerson> = {}): DemoPerson {
  return { name, lab, role: "learner", timezone: null, purpose, pace, ...more };
}

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { ...learner("Ines Halvorsen", PLANT, 0.95, "Run this group and learn with it."), role: "organizer" },
  learner("Tomas Rieger", GENOME, 1, "Read sequence models without fear.", {
    timezone: "Europe/Berlin",
    curious: true,
  }),
  learner("Mei Tanaka", VISION, 1, "Count wheat heads in photographs.", { curious: true }),
  learner("Priya Nair", CLIMATE, 0.9, "Downscale rainfall with something better than a spline."),
  learner("Oluwaseun Adeyemi", SOIL, 0.85, "Cluster amplicon samples.", { timezone: "America/New_York" }),
  learner("Greta Lindqvist", PLANT, 0.85, "Understand what my collaborators send me."),
  learner("Mateo Fuentes", VISION, 0.8, "Segment leaves on a phone.", { timezone: "America/Denver" }),
  learner("Amara Okafor", GENOME, 0.8, "Train small models on our own data.", { curious: true }),
  learner("Jonas Weber", CLIMATE, 0.75, "Write a thesis chapter on attention.", { timezone: "Europe/Berlin" }),
  learner("Leila Haddad", SOIL, 0.75, "Know when not to use it."),
  learner("Samuel Kim", VISION, 0.7, "Detect disease from drone images."),
  learner("Anna Kowalczyk", GENOME, 0.7, "Low-level details: I want to see the gradients."),
  learner("Bilal Rahman", PLANT, 0.65, "Predict yield from genotype and weather."),
  learner("Chloe Bennett", CLIMATE, 0.6, "High-level use in our pipeline.", { timezone: "America/New_York" }),
  learner("Diego Marin", SOIL, 0.6, "Learn enough to review papers."),
  learner("Freya Olsen", VISION, 0.5, "Label fewer images by hand."),
  learner("Hiroshi Mori", GENOME, 0.5, "Language models for proteins.", { timezone: "Asia/Tokyo" }),
  learner("Katya Morozova", PLANT, 0.4, "Find out whether this is for me."),
  learner("Liam Doyle", SOIL, 0.35, "Teach my students the basics."),
  learner("Nadia Petrova", CLIMATE, 0.3, "Emulate a slow simulation."),
  learner("Rosa Villanueva", PLANT, 0.15, "Catch up; I joined two weeks ago."),
  learner("Stefan Brandt", VISION, 0.1, "Back from field work in a month.", { state: "paused" }),
  { ...learner("Wendy Carver", CLIMATE, 0, "See what the group does."), role: "follower" },
  { ...learner("Yusuf Demir", GENOME, 0, "Read along."), role: "follower" },
];

/** Questions by session of the term; `at` is a second of the resource with that title. */
export const DEMO_QUESTIONS: readonly {
  session: number;
  by: string;
  body: string;
  resource?: string;
  at?: number;
  answered?: boolean;
}[] = [
  {
    session: 5,
    by: "Anna Kowalczyk",
    body: "Why do gradients add up when a value is used twice, and not multiply?",
    resource: "Backpropagation",
    at: 4980,
    answered: true,
  },
  { session: 6, by: "Leila Haddad", body: "When would anyone still compute this by hand?", answered: true },
  {
    session: 7,
    by: "Samuel Kim",
    body: "The counts are smoothed by adding one. How much does it matter what we add?",
    resource: "Bigram Language Model",
    at: 3720,
  },
  {
    session: 7,
    by: "Greta Lindqvist",
    body: "Is keepdim only there because of broadcasting, or would I want it anyway?",
    resource: "Broadcasting semantics",
  },
  { session: 7, by: "Amara Okafor", body: "Could we train this on species names and compare what it invents?" },
];

export const DEMO_TALKS: readonly { by: string; title: string; abstract: string }[] = [
  {
    by: "Mei Tanaka",
    title: "Counting wheat heads with forty labelled images",
    abstract: "What augmentation did for us, what it did not, and the mistake that cost a month.",
  },
];
