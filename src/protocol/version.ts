/** The REST API's version, as its document names it. */
export const API_VERSION = "1.0.0";

/** The wire's versions. A test fails after a change of any socket message until the change has a line and a hash here. */
export const WIRE_HISTORY = [
  {
    version: 1,
    fingerprint: "dceb392c5135aa96",
    says: "driver, region, trip and tracking sockets as docs/protocol.md describes them",
  },
  {
    version: 2,
    fingerprint: "f869240c76a55db0",
    says: "a driver is told what it is offered and when an offer is over; errors may be about a PIN or a proof",
  },
  {
    version: 3,
    fingerprint: "50ad74b767c45268",
    says: "calls for help: dispatchers are told which are open, drivers who answers; a press has an id; files that are checked tell how far they are; customers are told what was promised, where it goes, and when and why it ended",
  },
  {
    version: 4,
    fingerprint: "7678007face956d4",
    says: "trips say what each delivery has to be proved with, drivers name the proof of what they hand over, and lines about a delivery name it; whoever calls a trip off may say why; nobody is told any more that a trip has too many stops to be put in order; whoever watches a trip or a delivery may ask for the picture again",
  },
];
export const PROTOCOL_VERSION = 4;
/** The oldest version that is still answered. It only rises when no client in use is older. */
export const OLDEST_PROTOCOL_VERSION = 1;
