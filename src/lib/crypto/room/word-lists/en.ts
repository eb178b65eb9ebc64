// English code words [C1]: 1,024 words, index = position, sorted, never to be reordered or changed
// once in use. After folding [C2] the first four letters are unique (no key begins another) and
// every two words are at least two edits apart. The selection is this project's own.
export const enWords: readonly string[] = (
  'acorn acrobat active actor airport album almond alpaca alphabet always amazing anchor animal ' +
  'answer antelope antler apple apricot apron aquarium arcade arch area armchair around artist ' +
  'artwork athlete atlas author autumn avenue avocado awake award awesome backpack badge bagel ' +
  'baggage bagpipe bakery balance balloon bamboo banana banjo banner barber barley barn ' +
  'baseball basin basket battery beacon beak beanbag beehive beetroot bell belong bench between ' +
  'beyond bicycle bingo birch bird birthday biscuit bison blanket blazer blend blink bloom ' +
  'blossom bluebell boat bonfire bonus book boost bottle bounce bowling bracelet braid branch ' +
  'brass brave bread breeze brick bright bronze broth brush bubble bucket buddy builder bulb ' +
  'bulldog bumpy bundle burger burrow busy butter buzz cabbage cabin cactus cafe calendar calm ' +
  'camera campfire canary candle canoe canteen canvas canyon captain caramel cardigan careful ' +
  'cargo carnival carousel carpet carry cartoon cashew castle celery century chair chalk ' +
  'champion chapter charger cheese chef cherry chess chimney chipmunk chirp choice chorus ' +
  'chuckle cinema circus citrus city clarinet classic clay clean climb clip clock cloth cloud ' +
  'clover coast cocoa coffee coin collar comb comet comfort comic common computer concert cone ' +
  'confetti contest cookie coral corgi corner costume cottage couch country courage cowbell ' +
  'crab crate crayon creature crew cricket crisp crocus crown crumb crunch crust cube cupboard ' +
  'cupcake curious curl curtain cushion cycle daffodil daisy dance daylight daytime dazzle ' +
  'decide decorate delivery denim describe design desk detail dewdrop diagram diamond diary ' +
  'digger dinner dinosaur discover display dog doll dolphin domino door dove dozen dragon drama ' +
  'drawing dream drift driveway drizzle droplet drum duck dust eager eagle early earring earth ' +
  'easel easy echo eclipse editor effort egg electric elegant elephant elevator elk emerald ' +
  'emoji energy engine enjoy entrance envelope epic equator eraser evening every example ' +
  'excited expert explore extra fabric fabulous factory falcon famous fancy faraway farmer ' +
  'fashion feast feather fence fern ferret festival fetch field fig film finish fireside fish ' +
  'flamingo flapjack fleece float florist fluffy flute foam focus foggy folder food football ' +
  'forest fork fortune fossil fox frame freezer fresh fridge friend frog frost frozen fruit ' +
  'fuel funfair funnel future fuzzy gadget galaxy gallop garage garden garlic gate gather gecko ' +
  'generous gentle giant giggle giraffe glacier glad glass glider glitter globe glue goal ' +
  'goggles goldfish golf goose grain grand graph grateful gravy green grid grocer group grow ' +
  'guess guide guitar gumdrop gym habit halfway hammock hamper hamster handy happy harmony harp ' +
  'harvest hawk haystack hazelnut headband heater hedgehog hello helmet helpful hen hero ' +
  'hexagon highway hiking hill hinge history hobby hockey holiday home honey hoodie hoop ' +
  'horizon hotel house human humble hurdle hut iceberg icicle icing idea igloo iguana imagine ' +
  'improve inch index indigo indoors ink insect inside invent invite iron island jacket jaguar ' +
  'jam jazz jelly jersey jet jewel jigsaw joke journal joyful joystick juggler juice jukebox ' +
  'jumper jungle kangaroo kayak kennel ketchup kettle keyboard kindness kiosk kitchen kite kiwi ' +
  'koala label ladder ladle lagoon lake lamp landmark language lantern laptop laugh laundry ' +
  'lavender lawn layer leader leaf league learn legend lemon lemur lentil leopard lesson ' +
  'lettuce level library lid lifetime lift light lilac lime limit linen lion listen little ' +
  'lively lizard lobster local locker logo lorry lounge lucky luggage lullaby lunar lunch ' +
  'macaroni machine magic magnet magpie mailbox mainland mammal mango mansion maple marathon ' +
  'marble marigold market maroon marsh mascot mat meadow measure meerkat melody memory menu ' +
  'mermaid meteor middle midnight mighty milk mineral minibus mint mirror mitten mixer mobile ' +
  'modern moment monitor monorail monument moon mosaic moss moth motion motor mountain movie ' +
  'muesli muffin mug mulberry museum mushroom music mustard nachos napkin narrow nature nearby ' +
  'necklace neon nest network nibble noisy noodle north notebook notice novel nugget nutmeg ' +
  'nylon oak oasis oatmeal ocean octagon octopus office often olive onion opener opera orange ' +
  'orbit orchard order origami ostrich otter outfit outside oval overalls owl oxygen package ' +
  'padlock page paint palace pancake panda panel pantry papaya paper paprika parade parcel park ' +
  'parrot parsley passage pasta path patio pattern pavement peanut pearl pebble pelican pencil ' +
  'penguin people pepper perfume phone piano pickle picnic picture pigeon pilot pine pixel ' +
  'pizza plant plastic plate playtime plenty plum pocket podium polar polite pollen polo poncho ' +
  'pond popcorn porch porridge portrait possible postcard potato pottery prepare pretzel ' +
  'princess project proud pudding pullover pumpkin pupil puppy purple purse puzzle pyramid ' +
  'quality quarter queen quest quick quilt quiz rabbit radar radio raft rainbow raisin ranger ' +
  'rapid rattle ravioli ready reason recipe recycle reef referee refill refresh regular ' +
  'reindeer relax remember repair reporter request respect result rhino ribbon rice ring rinse ' +
  'ripple river robot roller room rooster rowboat rucksack rugby ruler runner runway saddle ' +
  'safari sailor salad salmon salsa salt sandwich sapling sardine satchel saucer scarf scenic ' +
  'school science scooter score scout screen scribble scroll seabird seafood seagull seahorse ' +
  'seal seaplane seashell seaweed seed seesaw service shampoo shape shawl sheep shelf shine ' +
  'shirt shop shortcut shovel shrub shuffle shuttle signpost silky silver similar simple singer ' +
  'sizzle skate sketch skill sky sleepy slide slipper slope smile smooth snack snail snapshot ' +
  'sneaker snooze snorkel snow soap soccer sock sofa softball solid solve song sound spaniel ' +
  'sparrow spinach spiral splash sponge spoon sport spray spring sprout spruce square squeak ' +
  'squirrel stadium stage stamp stapler star statue steady stem stereo sticker stork stove ' +
  'straw street stripe study style subway sugar suitcase summer sunbeam sunlight sunny sunset ' +
  'super surf surprise swan sweater swift swim swing switch syrup system table taco tadpole ' +
  'talent taste taxi teacher team teapot teaspoon teddy tennis tent terrific thank theme ' +
  'thimble thread ticket tidy tiger timber tiptoe tissue title toaster today tofu together ' +
  'tomato tomorrow tonight toolbox topic tortoise total toucan tour towel town toy tractor ' +
  'trailer trapeze travel tray treasure tree triangle tricycle trip trolley trombone trophy ' +
  'trout truck trumpet tuba tugboat tulip tune turnip turtle tutor twice twig twirl twist ' +
  'umbrella under unicorn uniform unique universe unpack until uphill upright upstairs useful ' +
  'usual vacation valley vanilla various vase velvet video view village vinegar violin visitor ' +
  'vivid voice volcano volume voyage waffle wagon walk wallet walnut waltz wand wardrobe warm ' +
  'watch water wave website weekend welcome wheat wheel whistle wide wildlife willow window ' +
  'winter wisdom wombat wonder woodland wool workshop world yard yearbook yellow yummy zebra ' +
  'zigzag zipper zoo'
).split(' ');
