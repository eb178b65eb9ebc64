// Norwegian Bokmål code words [C1]: 1,024 words, index = position in this list (0–1023),
// sorted by fold. Never reorder, replace or remove a word once the list is in use. After folding
// the first four letters are unique and prefix-free, and any two words differ by at least two edits.

export const nbWords: readonly string[] = (
  'agurk akebrett akrobat aktiv akvarium album alfabet alpin ananas andunge anker anorakk ' +
  'antenne appelsin applaus aprikos arena ærfugl arkitekt ærlig armbånd årstid artist asfalt ' +
  'atlas åtte aula automat avis avokado bade bagasje baker bakgård balanse balkong ball bambus ' +
  'bamse banan band banjo barkbåt bærtur basar basseng båthavn batteri beite benk berg beskjed ' +
  'betong bever bil bingo bjelle blåbær blåhval blåse blåveis blekk blid blinke blits blomst ' +
  'bløtkake blyant bokhylle bokmerke bokstav bølge bolt bomull bønne bord børste bøtte bøye ' +
  'bregne bremse brett briller bringe brød brokkoli bronse brøyte brus brygge bryter budeie ' +
  'bukett bukk bukse bunad bunke bunt burger buss butikk bygd bygning bytur camping cello chili ' +
  'chips curling daddel dagbok dagslys dam danse deig dele delfin desember dessert diamant ' +
  'digital dinosaur diplom dirigent døgn doktor domino dompap dørmatte drakt dråpe dress drikke ' +
  'drivhus drøm drops drosje drue drypp drysse duett dugnad dukke dusin dusk dvale dyktig dyr ' +
  'egg eik ekko ekspert ekte ekvator elefant elev enkel eple ert esel eske etasje eventyr ' +
  'fabrikk fakta falk fanfare fantasi farge fårikål fartøy farvel fasan fasit favoritt februar ' +
  'feire fem ferdig ferie fersken festlig figur fiken film fiolin firkant fisk fjell fjernsyn ' +
  'fjord fjøs flagre flamme flaske flåte flette flink flittig flodhest flokk fløyte flygel ' +
  'flyndre flyplass flytur fnugg fornøyd forske fortau foss fotball frakk fredag frisør fritid ' +
  'frodig frokost frosk frukt frynse fugl fullmåne furu fyrtårn fysikk galleri galopp gapahuk ' +
  'garasje gardin garn gartner gåsunge gåte gaupe geni genser geografi geometri gepard gevir ' +
  'gitar gjedde gjest gjette glad glass glatt glemme glimt glitre globus gnage gnist godteri ' +
  'golf gondol gøy granitt gråspurv grevling grill gris grøft grønn grotte grovbrød gruble ' +
  'gruppe gryn gryte guide gull gulrot gummi gymsal gynge hage halm hammer hamster handle ' +
  'hanske harmoni harpe hassel hauk havfrue havørn havre hefte heie hekle helg herlig hermelin ' +
  'hest hilse himmel historie hjelpe hjerte hjort hjul hobby høflig holme honning hoppe høre ' +
  'høvel høyde humle humor hund hurra husbåt huske hustak hutre hvalross hverdag hvete hviske ' +
  'hyasint hygge hylle hytte idrett iguan ingefær inngang innsjø insekt isbjørn isfjell ' +
  'ishockey iskrem istapp ivrig jakke januar jerv jodle jogge jordbær juli jungel junior jury ' +
  'juvel kabel kajakk kakao kake kaktus kalas kald kalender kalkun kålrot kamerat kamille kanal ' +
  'kanin kano kantine kapittel kaptein karate karneval karri kartong karusell kasse kastanje ' +
  'katalog katt keiser kenguru keramikk kikkert kilde kilo kiosk kirsebær kittel kiwi kjede ' +
  'kjegle kjeks kjelke kjemi kjerre kjøkken kjøre kladd klang klær klatre klesskap klima klippe ' +
  'klistre klode kløft klokke kloss kløver klubb klump klut klype knagg knapp knaske knaus ' +
  'knipse knirke knott knute knytte koala koble koffert kofte kokk kokos kolibri kollasj komet ' +
  'komfyr kommode kompis konfekt kongle konkylie konsert kontor kopp korall korn korps korridor ' +
  'kostyme krabbe kraft krage krans krater kreativ krem kreps kringle kritt krokus krølle krone ' +
  'krukke krydder krympe kryss kube kuling kultur kunst kupong kurv kvarts kveld kvern kvist ' +
  'kvitre kylling kyst labb labyrint lagune lakris lama lampe landsby langrenn larve lås latter ' +
  'lavendel leir lekse lemen lenestol leopard lilje lilla limonade limstift linerle linjal ' +
  'linse liten livbøye livlig loff logikk logre lommebok løve løype luft lugar lunsj lupin lyd ' +
  'lykke lykt lyng lyspære magi magnet mais majones makaroni makrell måltid mammut mandel måne ' +
  'mango mappe maraton margarin marmor marsvin maskin mast matboks matpakke matros maur medalje ' +
  'meieri melon meny messing metall meter middag mikrofon miljø million mineral minne minutt ' +
  'møbel modig mølle mønster moped morgen moro morsom mosaikk motor mugge munter museum musikk ' +
  'musling mygg mynte myrull nabo nål natur naust navigere nebb nektar nellik nepe nesehorn ' +
  'nett nikke nisse nitten nøkkel nordlys nøste notisbok novelle nudel nummer nybakt nyhet ' +
  'nymåne nynne nyttår oase odde oktober oliven olje omelett onsdag ønske opera oppdage oppgave ' +
  'oppleve opptog oppvask optimist oransje ordbok ordne ordspill øredobb ørken ørliten ørret ' +
  'øsregn ost oter oval ovn padle påfugl påhitt palass pålegg palme panda panel panne papegøye ' +
  'papir paprika paraply pære parkere pasta pause pedal peis pelikan penn pensel pepper perfekt ' +
  'perle perm persille piano pigg piknik pilot pingvin pinsett pizza plakat planet plast pledd ' +
  'plen plog plomme plukke pluss plystre podium pokal polka poeng ponni poppel porselen port ' +
  'positiv postkort potet prærie prate premie presang prikk prins prisme propell prosent prøve ' +
  'publikum puddel puls puma pumpe punkt purre pusle pussig pute pynt pyramide rabarbra rådhus ' +
  'radio rådyr raggsokk rakett ramme rask rasle raute ravn rebus reddik refleks refreng regatta ' +
  'regel regn reise reke rekord rektor reol reparere reptil respekt retning rev ridder rime ' +
  'ring rips robot rolig roman romdrakt romskip rose rosin rosmarin rubin rugbrød rulle rundtur ' +
  'rutine rutsje rydde ryggsekk rynke rytme rytter safir saft saga saks sakte salat salong ' +
  'salto samba samle samtale sandal sang såpe sau sebra seil sekk sekund sement sennep senter ' +
  'serviett sesong signal sikksakk sild silke sirkus sirup sitat sitron sitte siv sjakk sjal ' +
  'sjampo sjanse sjef sjøløve skibakke skilt skinne skip skistav skjell skjorte skog skole ' +
  'skøyte skravle skrelle skrive skrue skuff skulptur skum skute sky slede slips slott sløyd ' +
  'sluse smågodt småkake smed smelte smør smule smykke snakke snekker snill snøball snøfnugg ' +
  'snømann snorkel snuble snurre sofa solbær solhatt solskinn sølv sommer søndag sortere søyle ' +
  'spade spann spasere speide spiker spille spinat spiral spise spøk spørre språk spurv stabbur ' +
  'stadion stafett stall start stasjon statue stempel stift stige stilk stim stjerne stol stopp ' +
  'stork støtte støvel strand streng strikke strømpe struts stubbe studere stue stylte sukker ' +
  'sump sunn suppe surfe surr svaber svamp svane svar sveve sving svirre svømme sydvest sykkel ' +
  'syltetøy symaskin symbol symfoni syrin system sytråd sytten takk talent tandem tangent tapet ' +
  'tastatur tavle taxi teater tegne tekanne tekopp tekst telefon telle telt tempo tenke tennis ' +
  'teppe termos terning terreng terte tidlig tiger timian tind tirsdag tistel tiur tivoli tjern ' +
  'toast tøffel tog tolk tomat tonn tørke tøys tråd trafikk traktor trane trapp travel trekant ' +
  'triks trinn trio trofast tromme tropisk trost trøye truge trumf trygg trykk trylle tuba ' +
  'tulipan tunfisk tunnel turist turkis turn tusen tusj tyttebær ugle uke ukulele ullsokk ' +
  'ungdom unik univers urskive usynlig utflukt utgang utkikk utrolig utsikt vaffel vandre ' +
  'vanilje vann varde varm vaske vekke veksle vente verden verktøy vidde vidunder vifte viking ' +
  'viktig vimpel vindu vinge vinter vippe virvel visp vits voks vott vrimle vrinske yoga ' +
  'ypperlig yrke'
).split(' ');
