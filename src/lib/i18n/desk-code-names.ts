// The words of the rooms' friendly names. The same index means the same thing in every language, so that
// colleagues talk about the same room. None says a colour, since a room's mark has one of its own, given
// without the name. Every Norwegian noun must fit the common gender of the adjectives. Never secret, never
// shown to a young person.
import type { Language } from '#lib/protocol/languages.ts';

const split = (words: string): readonly string[] => words.trim().split(/\s+/);

interface CodeNameWords {
  readonly first: readonly string[];
  readonly second: readonly string[];
}

export const CODE_NAME_WORDS: Readonly<Record<Language, CodeNameWords>> = {
  en: {
    first:
      split(`Cheerful Playful Sturdy Big Long Smooth Thoughtful Careful Eager Helpful Polite Strong
      Quiet Calm Gentle Soft Bright Warm Cool Misty Sunny Windy Early Quick
      Swift Slow Steady Patient Clever Wise Kind Brave Bold Honest Tidy Little
      Tall Round Striped Spotted Woolly Wide Sleepy Deep New Curious Alert Nimble`),
    second: split(`Fox Bear Owl Hare Otter Badger Seal Whale Lynx Elk Deer Goat Horse Cat Dog Mouse
      Beaver Marten Duck Goose Swan Crane Heron Gull Tern Puffin Eagle Falcon Raven Magpie Thrush Finch
      Sparrow Swallow Lark Starling Cuckoo Woodpecker Wren Salmon Trout Cod Pike Perch Herring Crab Snail Frog
      Bee Bumblebee Beetle Butterfly Ladybird Cricket Pine Birch Oak Rowan Willow Maple Aspen Fern Clover Heather
      Moss Daisy Tulip Acorn Cone Pebble Brook River Bay Island Hill Lantern Boat Bridge Star Moon`)
  },
  nb: {
    first: split(`Blid Leken Solid Stor Lang Glatt Tankefull Varsom Ivrig Hjelpsom Høflig Sterk
      Stille Rolig Mild Myk Klar Varm Sval Disig Solfylt Vindfull Tidlig Rask
      Snar Langsom Stødig Tålmodig Klok Vis Vennlig Modig Djerv Ærlig Ryddig Liten
      Høy Rund Stripete Prikkete Ullen Bred Søvnig Dyp Ny Nysgjerrig Våken Kvikk`),
    second:
      split(`rev bjørn ugle hare oter grevling sel hval gaupe elg hjort geit hest katt hund mus
      bever mår and gås svane trane hegre måke terne lunde ørn falk ravn skjære trost fink
      spurv svale lerke stær gjøk hakkespett gjerdesmett laks ørret torsk gjedde abbor sild krabbe snegl frosk
      bie humle bille sommerfugl marihøne siriss furu bjørk eik rogn pil lønn osp bregne kløver lyng
      mose tusenfryd tulipan eikenøtt kongle småstein bekk elv bukt øy ås lykt båt bru stjerne måne`)
  },
  fi: {
    first:
      split(`Iloinen Leikkisä Tukeva Iso Pitkä Sileä Mietteliäs Varovainen Innokas Avulias Kohtelias Vahva
      Hiljainen Tyyni Lempeä Pehmeä Kirkas Lämmin Viileä Utuinen Aurinkoinen Tuulinen Varhainen Nopea
      Vikkelä Hidas Vakaa Kärsivällinen Fiksu Viisas Ystävällinen Rohkea Uljas Rehellinen Siisti Pieni
      Korkea Pyöreä Raidallinen Täplikäs Villainen Leveä Uninen Syvä Uusi Utelias Valpas Ketterä`),
    second:
      split(`kettu karhu pöllö jänis saukko mäyrä hylje valas ilves hirvi peura vuohi hevonen kissa koira hiiri
      majava näätä sorsa hanhi joutsen kurki haikara lokki tiira lunni kotka haukka korppi harakka rastas peippo
      varpunen pääskynen kiuru kottarainen käki tikka peukaloinen lohi taimen turska hauki ahven silakka rapu etana sammakko
      mehiläinen kimalainen kovakuoriainen perhonen leppäkerttu sirkka mänty koivu tammi pihlaja paju vaahtera haapa saniainen apila kanerva
      sammal päivänkakkara tulppaani tammenterho käpy kivi puro joki lahti saari mäki lyhty vene silta tähti kuu`)
  }
};
