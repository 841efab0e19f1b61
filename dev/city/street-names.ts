import { Dice } from "../chaos/dice.ts";
import type { RoadClass } from "./road-class.ts";

// Plants, trades and things: nobody is named after a person, and no real city has them all.
const STEMS =
  "Alder Almond Amber Anchor Apple Ash Aspen Barley Basket Bay Beech Bell Birch Blossom Brass Brick Bridle Bramble Brook " +
  "Candle Canvas Carpenter Cedar Chalk Cherry Chestnut Clay Clover Cobble Cooper Copper Cotton Crane Crown Damson Dove " +
  "Elder Elm Fern Ferry Field Flax Flint Forge Fountain Garden Gate Ginger Glass Glover Granary Grain Hazel Heather Heron " +
  "Hill Holly Honey Hop Iron Ivy Juniper Kiln Kite Lantern Lark Laurel Lavender Linden Loom Mallow Maple Market Mason " +
  "Meadow Mill Mint Moss Mulberry Myrtle Nettle Nutmeg Oak Oat Olive Orchard Otter Paper Pear Pepper Pine Plover Plum " +
  "Pond Poplar Potter Press Quarry Quince Raven Reed Ribbon Robin Rope Rose Rowan Rush Saddle Saffron Sage Sail Salt " +
  "Sand Sedge Silver Sloe Smith Spring Spruce Stable Stone Straw Swan Tanner Thatch Thistle Thorn Thyme Tiller Timber " +
  "Tinder Tower Turner Vale Vine Violet Walnut Weaver Well Wharf Wheat Wheel Wick Willow Windmill Wool Wren Yarrow Yew";

const ENDINGS: Record<Exclude<RoadClass, "highway">, readonly string[]> = {
  primary: ["Highroad", "Causeway", "Turnpike"],
  secondary: ["Avenue", "Parade", "Boulevard"],
  residential: [
    "Street",
    "Lane",
    "Road",
    "Row",
    "Way",
    "Walk",
    "Close",
    "Hill",
    "Place",
    "Terrace",
    "Court",
    "Yard",
    "Rise",
  ],
};

/** Deals each name of a city once. */
export class StreetNames {
  readonly #decks = new Map<string, string[]>();
  readonly #dice: Dice;

  constructor(seed: number) {
    this.#dice = new Dice(seed);
  }

  next(roadClass: Exclude<RoadClass, "highway">): string {
    const deck = this.#decks.get(roadClass) ?? this.#newDeck(roadClass);
    this.#decks.set(roadClass, deck);
    const name = deck.pop();
    if (name === undefined) throw new Error(`this city has more ${roadClass} streets than names`);
    return name;
  }

  #newDeck(roadClass: Exclude<RoadClass, "highway">): string[] {
    const stems = STEMS.split(" ");
    return this.#dice.shuffled(stems.flatMap((stem) => ENDINGS[roadClass].map((ending) => `${stem} ${ending}`)));
  }
}
