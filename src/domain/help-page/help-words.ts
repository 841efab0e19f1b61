/** Every text that a driver's contact can meet, where they look after a call for help. */
export const helpWords = {
  title: "A call for help",
  "headline.open": "{name} has called for help",
  "headline.over": "{name} is no longer calling for help",
  driver: "A driver",
  "state.waiting": "Nobody of the company has answered yet.",
  "state.answered": "Somebody of the company has answered and is on it.",
  "state.over": "The call has ended. The place is not shown any more.",
  raised: "Called {ago}",
  ended: "Ended {ago}",
  place: "Place: {lat}, {lng}",
  seen: "Last heard from {ago}",
  nowhere: "The place is not known yet. This page shows it as soon as it is.",
  map: "Show on OpenStreetMap",
  "map.label": "Map with the driver's place",
  "map.zoomIn": "Zoom in",
  "map.zoomOut": "Zoom out",
  "map.attribution": "Sources of the map",
  lost: "No connection at the moment. This page tries again by itself.",
  private: "Only people with this address can see this page. It ends with the call.",
  "gone.title": "Nothing to see here",
  "gone.text": "The call for help has ended, or the address is not complete.",
  "busy.title": "A moment, please",
  "busy.text": "Too many addresses were tried from your network. Try again in a minute.",
} as const;

export type HelpWords = Readonly<Record<keyof typeof helpWords, string>>;
