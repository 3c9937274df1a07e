import type { SessionFormat } from "@/lib/schedule/schema";
import type { ReadResource } from "@/lib/transfer/schema";

/**
 * What the demo cohort is made of: the schedule of a real term as facts (titles, links, lengths), everything else
 * invented and in our own words. Dates are laid around the day it is loaded.
 */

export const DEMO_ZONE = "America/Chicago";
export const DEMO_TITLE = "Deep learning, from derivatives to transformers";
/** Which session of the term comes next; those before it are over. */
export const NEXT = 7;

const TERRORS = "https://calculusmadeeasy.org/1.html";
const CHAIN = "https://webspace.ship.edu/msrenault/geogebracalculus/derivative_intuitive_chain_rule.html";
const LESSONS = "https://www.3blue1brown.com/lessons";
const BATCHNORM =
  "https://jacobwashburn-usda.github.io/LabProtocols/posts/DeepLearningCommunityofPractice/240702_Meeting4/";

export interface DemoSession {
  title: string;
  format: SessionFormat | null;
  resources: ReadResource[];
  /** Who presents, by name. */
  presenters?: string[];
  notes?: string;
  materials?: string;
}

type Slot = ReadResource["slot"];

function use(slot: Slot, title: string, url: string | null = null, minutes: number | null = null): ReadResource {
  return { slot, title, url, minutes };
}

/** The fourteen dates of the term, in order. */
export const DEMO_SESSIONS: readonly DemoSession[] = [
  { title: "", format: null, resources: [] },
  {
    title: "Python: Application",
    format: "presentation",
    resources: [use("before", "Pre-Meeting Setup")],
    presenters: ["Ines Halvorsen"],
    notes: "We read a small data set, drew three plots of it and said what each line of the notebook is for.",
    materials: "Everyone leaves with the same environment. Next time: lists, loops and functions, from the beginning.",
  },
  {
    title: "Python: Fundamentals",
    format: "presentation",
    resources: [],
    presenters: ["Tomas Rieger"],
    notes: "Types, loops, functions. The exercise on nested lists took longer than planned and was worth it.",
  },
  {
    title: "Python: Functions and Classes",
    format: "presentation",
    resources: [],
    presenters: ["Mei Tanaka", "Tomas Rieger"],
    notes: "A class for a neuron, written together. It comes back in three weeks as a node of a graph.",
  },
  {
    title: "Deep Learning Overview",
    format: "presentation",
    resources: [
      use("after", "To Deliver You From the Preliminary Terrors", TERRORS),
      use("after", "The Intuitive Notion of the Chain Rule", CHAIN),
      use("after", "What is a Neural Network?", `${LESSONS}/neural-networks`, 18),
      use("after", "Gradient descent", `${LESSONS}/gradient-descent`, 20),
      use("after", "Analyzing our neural network", `${LESSONS}/neural-network-analysis`),
    ],
    presenters: ["Ines Halvorsen"],
    notes: "What a model is, what a loss is, and why the slope tells us which way to go.",
  },
  {
    title: "Discussion",
    format: "discussion",
    resources: [
      use("before", "What is backpropagation really doing?", `${LESSONS}/backpropagation`, 12),
      use("before", "Backpropagation calculus", `${LESSONS}/backpropagation-calculus`, 10),
      use("before", "Backpropagation", "https://youtu.be/VMj-3S1tku0", 145),
    ],
    notes: "Half of us had reached the middle of the long video. We decided to give it a second week.",
    materials: "Good places to stop in the long video are 38 min and 1 h 1 min.",
  },
  {
    title: "Discussion",
    format: "discussion",
    resources: [use("before", "Backpropagation Cont.")],
    notes: "Gradients by hand for one small graph, then the same by code, then the difference explained.",
  },
  {
    title: "Discussion",
    format: "discussion",
    resources: [
      use("before", "Bigram Language Model", "https://youtu.be/PaCmpygFfXo", 117),
      use("before", "Broadcasting semantics", "https://pytorch.org/docs/stable/notes/broadcasting.html", 10),
      use("before", "Write down one name the model should never make", null, 5),
      use("before", "makemore", "https://github.com/karpathy/makemore"),
    ],
    presenters: ["Priya Nair"],
  },
  {
    title: "Discussion",
    format: "discussion",
    resources: [
      use("before", "Bigram Model Cont."),
      use("deep_dive", "Multilayer Perceptron Language Model", "https://youtu.be/TCH_1BHY58I", 75),
    ],
  },
  {
    title: "No Session",
    format: "no_session",
    resources: [
      use("deep_dive", "Journal Club: BatchNorm", BATCHNORM),
      use("deep_dive", "Activations + BatchNorm", "https://youtu.be/P6sfmUTpUmc", 115),
    ],
  },
  {
    title: "No Session (holiday week)",
    format: "no_session",
    resources: [use("deep_dive", "Backpropagation Deep Dive", "https://youtu.be/q8SA3rM6ckI", 115)],
  },
  {
    title: "Discussion",
    format: "discussion",
    resources: [
      use("before", "But what is a GTP", `${LESSONS}/gpt`, 27),
      use("before", "Visualizing Attention", `${LESSONS}/attention`, 26),
      use("before", "Generatively Pretrained Transformer", "https://www.youtube.com/watch?v=kCc8FmEb1nY", 116),
      use("after", "How might LLMs store facts", `${LESSONS}/mlp`, 22),
      use("deep_dive", "WaveNet", "https://youtu.be/t3YJ5hKiMQ0", 56),
    ],
  },
  { title: "Discussion", format: "discussion", resources: [use("before", "Transformers Cont.")] },
  { title: "", format: null, resources: [] },
];

/** Where the long video is good to stop, in seconds. */
export const STOP_POINTS = { key: "https://youtube.com/watch?v=VMj-3S1tku0", seconds: [2280, 3660] };
/** Titles of uses that nobody has to do. */
export const OPTIONAL = new Set(["makemore", "Broadcasting semantics"]);

export const DEMO_SECTIONS: readonly { title: string; body: string }[] = [
  {
    title: "Welcome",
    body: `This group learns deep learning together, and anybody in the five labs may come. We start at derivatives and
want to arrive, fourteen weeks later, at a small generatively pretrained transformer that we have written ourselves in
Python: what such models do, how they are trained, which choices their architectures stand for, and which tools help.

It is not a class. Nobody lectures and nobody grades; we are people who teach themselves, in the same weeks, aloud.`,
  },
  {
    title: "What to expect",
    body: `One hour a week, in the room or by video link, recorded for those who miss it. The first weeks are short
presentations on Python and on what a neural network is. From then on we watch before we meet and talk when we do.

The schedule moves. Some topics need two weeks, and two weeks fall out for a conference and a holiday; what changes is in
the log below and in your mail.`,
  },
  {
    title: "What is expected",
    body: `- Watch or read what stands under *before*, and write the code along with the videos. Stop where it stops making sense.
- Bring a thought or a question. Half a question is fine.
- Find at least one partner. Ask each other before you ask a search engine.
- Teach somebody something once this term: a slide, a notebook, ten minutes at the board.`,
  },
  {
    title: "How to prepare",
    body: `You need Python and notebooks: Anaconda does it on Windows, micromamba on Linux. An editor that two can type in,
such as Visual Studio Code with Live Share, makes working with your partner easier but is not required.

Before the first session write down three things: do you care more for the details inside or for using it? Where do you
see yourself using it? What should it enable you to do? We use the answers to let people with similar aims find each other.`,
  },
];

/** Lines of the public log: how many days before the next session, on which session if any, and what happened. */
export const DEMO_CHANGES: readonly { daysBefore: number; session: number | null; text: string }[] = [
  {
    daysBefore: 40,
    session: 4,
    text: "Added two readings on derivatives and the chain rule to the deep learning overview.",
  },
  {
    daysBefore: 35,
    session: 4,
    text: "Python takes one more week; the overview and everything after it moved back by one.",
  },
  {
    daysBefore: 13,
    session: 6,
    text: "Backpropagation goes on for a second week, and the bigram model is a week later.",
  },
  {
    daysBefore: 6,
    session: 9,
    text: "No session in the two weeks of the conference and the holiday; there are deep dives instead.",
  },
  {
    daysBefore: 2,
    session: 7,
    text: "Added “Broadcasting semantics” to the bigram model, for those whose shapes never fit.",
  },
];
