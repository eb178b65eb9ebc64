// Finnish code words [C1]: 1,024 words, index = position in this list; never reorder, add or
// remove once in use. Everyday words in basic form, chosen for this project. After folding [C2]
// the first four letters are unique and every two words differ by an edit distance of at least 2.

export const fiWords: readonly string[] = (
  'ahkera ahven aikataulu airo aita ajatus akvaario alakoulu albumi alku alpakka ämpäri aamupala ' +
  'ananas äänekäs ankka antenni apila aapinen aprikoosi apuri areena aromi aarre artisti arvaus ' +
  'asema askartelu askel ässä astia asunto ateria atlas aula aurinko auto avain aavikko avokado ' +
  'avulias baletti bambu banaani bändi banjo basilika basso betoni biljardi bingo bonus bussi ' +
  'chili curling curry delfiini diplomi disko domino donitsi draama dyyni ehjä eläin elämys ' +
  'elokuva energia ennätys esiliina esine esitys etana eteinen etelä etsiä euro eväs fakta fani ' +
  'fantasia farmi fasaani fiksu filmi finaali flamingo flyygeli folio fossiili galaksi gepardi ' +
  'greippi grilli hahmo haikara haitari haalari hälinä hame hamsteri hanhi haapa harakka harmaa ' +
  'harppu hassu haaste hattu hauki hauska havu hedelmä hehku heijastin heittää helistin hella ' +
  'helppo herätys herkku herne herukka hetki hevonen hiekka hieno hihittää hiihto hiiri hillo ' +
  'hilpeä himmeli hipsiä hirvi hissi hiutale hoksata hölkkä honka hörppiä hotelli höyhen höyry ' +
  'huhtikuu huilu huippu huivi humina hunaja huone huopa hurrata huuhkaja huurre huvila hylje ' +
  'hylly hymy hyppy hyrrä hyttynen hyvä hyytelö idea iglu ihana ihme ihminen ikkuna ilmapallo ' +
  'iloinen ilta ilves imuri innokas iso istua itikka jäkälä jääkiekko jakkara jalokivi jänis ' +
  'jännä jääpuikko jarru järvi jäätelö jauho jogurtti jojo joki jooga joukkue joutsen judo juhla ' +
  'juliste jumppa juna juoksu juoma juttu juuri juusto kahvi kaisla kaiutin kaivo kajakki ' +
  'kajuutta kaakao kakku kaktus kalenteri kaali kalkkuna kallio kameli kampa kanava kangas ' +
  'kanootti kansi kantele kaappi kapteeni kapula käpy karamelli karhu karitsa karkki kaarna ' +
  'karpalo kärry kartta karuselli kääryle käsine kastike kätevä katkarapu katsoa katto katu ' +
  'kaukalo kaulin kauppa kauris kaveri käytävä kehrätä kehua kehys keidas keila keinu keitto ' +
  'keksi kelkka kello keltainen kemia kenguru kenkä kenttä keräillä kerho kerma kerros kesä ' +
  'keskus ketsuppi kettu kevät kiikari kiipeily kiire kiisseli kiitos kikherne kilpailu kimppu ' +
  'kinos kipinä kirahvi kirja kirkas kirpeä kirsikka kissa kitara kivi klemmari koala kohina ' +
  'kohtelias koira koivu kokeilu koko kolikko kolmio komeetta kompassi kone konsertti kontti ' +
  'konvehti kookos kopteri koralli koriste korjata korkea korppu koski kosmos koti koulu köynnös ' +
  'kruunu kukka kulho kulkea kuningas kunto kuono kuoppa kuorma kupari kupla kurki kurpitsa ' +
  'kutoa kutsu kuunnella kuutamo kuva kuvio kylmä kylvö kynä kynnys kynttilä kypärä kypsä ' +
  'kysymys kyyhky ladata lähde lahjakas laidun laina laituri lakana lakritsi läksy lämmin lamppu ' +
  'lanka lanttu lapanen lapio läppäri laser lasi laatikko lato lattia latva laukku lautta ' +
  'laventeli leffa lehmus lehti leijona leikki leimasin leipä leiri leivos lelu lemmikki lempeä ' +
  'lenkkari lennokki lento leopardi lepotuoli levätä leveä levy liaani liekki liesi lihapulla ' +
  'liila limetti limonadi linja lintu lippis lista litra liukuri lohi loikka loiste lokakuu ' +
  'lokero lokki loma lompakko loru lounas löytö luistin lukea lukio lumiukko lumme lunni luokka ' +
  'luola luonto lupiini lusikka luumu luuta lyhty lyhyt lyijykynä lysti magneetti mahtava ' +
  'maailma mainos maissi maito majava makaroni makea maku maalata maljakko manga mansikka mänty ' +
  'maapallo maraton marenki marjastus marmori marsu mätäs maatila maukas mauste mäyrä meduusa ' +
  'mehu mekko melodia meritähti merkki messinki mestari metalli metri metsä miettiä mikro ' +
  'mikseri minigolf minuutti mitali mittari mönkijä moottori mopo moppi mosaiikki muffini muikku ' +
  'muisti mukava muki mukula muovi muru museo musiikki mustikka mutka mutteri muuli mysli myssy ' +
  'mysteeri myyjä näkymä nalle naamio nappula naputtaa närhi narsissi näätä natina nauha naukua ' +
  'naulakko nauru navetta näyttely neilikka neliö netti neule neuvo niemi niitty nikkari nippu ' +
  'nitoja nokka nopea norppa nosturi nousu nukke numero nuoska nuotio nurkka nurmikko nuudeli ' +
  'nyytti oboe odotus ohra ohukainen oikea oksa oliivi öljy olohuone omena ompelu onki onnekas ' +
  'ooppera opas oppilas oranssi orava origami orkesteri osata osoite ostos ötökkä otsikko ottelu ' +
  'otus ovi paahdin pähkinä päivä paju pakata pakkanen palapeli palkinto pallo palmu panda pannu ' +
  'papaija paperi paprika papukaija paraati paristo parsa parveke päärynä passi pasta pasuuna ' +
  'patikka patja patonki patsas pehmeä peili peippo pekoni pelikaani pellava pelto penaali ' +
  'penkki pensas pentu perhonen perjantai persikka peruna pesäpallo petäjä peura piano pieni ' +
  'piha pihlaja pihvi piimä piirakka pikajuna pikku pilke pinaatti pingviini pipari pipo pippuri ' +
  'pirteä pisara piste pitko pitsa planeetta pohjoinen poiju poikanen poimia polku pomppia poni ' +
  'poppeli porkkana poro porras portti porukka posti pöytä prinssi propelli puhdas puhelin ' +
  'puhveli puikko puimuri puinen puisto pulkka pulla pulpetti pumpuli punainen puolukka pupu ' +
  'purje purkki purppura pusero puuha puuro puuska puutarha puuvilla pylväs pyörä pyramidi ' +
  'pyrstö pysäkki pyyhe pyykki radio rahka raikas raketti ralli ranta raparperi rapu räpylä ' +
  'rasia rastas räsymatto räätäli ratkaisu ratsu ratti raunio ravintola reilu reipas reissu ' +
  'reitti reki rekka rengas reppu resepti retiisi revontuli riekko riemu rieska riisi rinkeli ' +
  'rinne ripaus ripeä ripotella ripustaa risteys ritari robotti rohkea roiske ropina rubiini ' +
  'ruis rukki rumpu runo rusakko rusetti rusina ruskea ruukku ruusu ruuvi ryhmä ryijy ryömiä ' +
  'rypäle rytmi sade sähkö saippua sakara säkeistö säkki saksofoni salaatti salkku salmi salsa ' +
  'salvia samba sametti sammakko sämpylä sana sandaali saniainen sankari sääntö saapas saapua ' +
  'sarana sardiini saari sarja satama satukirja saukko savanni sävel seepra seikkailu seinä ' +
  'sekunti selkeä selleri selvä sentti siesta siika siili siirappi siisti siivous silakka ' +
  'silitys silkki simpukka sinappi sininen sipuli sirkus sisilisko sitkeä sitruuna sivellin sivu ' +
  'sketsi skootteri slalom sohva soija sointu soitin sokeri sokkelo solki solmu sooda soppa ' +
  'sormus sorsa sose soutaa spagetti spiraali stadion strutsi studio sukeltaa sukkula suklaa ' +
  'suksi sulka sumu sunnuntai suoja suosikki suppilo suutari syksy syreeni syyskuu tähti taiga ' +
  'taikuri taimen taitava takka taksi talo talvi tammi tango tanhu tanssi tapetti täplä tarina ' +
  'tarjotin tärkeä tarra tasapeli tasku taateli tauko taulu tausta tavara teatteri teekuppi ' +
  'teeri tehdas tehtävä teippi teksti televisio teline teltta temppu tennis terassi termos ' +
  'tervehdys tiainen tiede tiikeri tiimi tiira tiistai tiivis tikittää tilkku tilli timantti ' +
  'timjami tiuku tivoli toive tomaatti tomera töpseli torni torstai torttu tossu touhu toukka ' +
  'töyhtö traktori treeni triangeli trumpetti tuike tulkki tulostin tulppaani tunneli tunturi ' +
  'tuoli tuore tupa tupsu turkoosi turnaus turska turva tutkia tuuba tuutti tykätä tynnyri ' +
  'työkalu työpaja tyyli tyyny uimari ukulele ulkoilu unikko untuva upea urhea usva utelias uusi ' +
  'uutinen vadelma vaahtera vahva vaja valaisin välipala valkoinen vaellus valmis valokuva ' +
  'valssi valtava vanha vanilja vanukas varasto varis varjo varpunen varsi vasen vastaus vati ' +
  'vatkain vaunu vehnä veikeä veistos vekotin velli vene veräjä verkko vesi vetoketju veturi ' +
  'viesti vihannes vihellys vihje vihko vihreä viihtyä viikko viileä viipale viisas viitta viiva ' +
  'vikkelä vilinä vilkas villa viltti vinkki virkeä virta visailu visertää vispilä vitamiini ' +
  'vitsi viuhka viulu vohveli voikukka voileipä voima voittaja vuoka vuori yleisö yllätys ylpeä ' +
  'ympyrä yölamppu yritys yrtti ystävä'
).split(' ');
