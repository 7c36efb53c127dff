/** Words that passwords are commonly made of, the longest first so that it is found before its parts. */
export const COMMON_WORDS: readonly string[] =
  `wattsense thebuilding building console batiment immeuble chauffage twofactor authentification authentication
  motdepasse password passwort passw0rd passphrase pass azerty qwerty qwertz uiop asdf zxcv hjkl wxcv
  admin administrator administrateur root login user utilisateur account compte secret security securite access
  welcome bienvenue bonjour bonsoir salut hello letmein changeme default test demo guest temporary temporaire
  iloveyou jetaime loveyou love amour princess princesse sunshine soleil dragon monkey football baseball basketball
  superman batman starwars pokemon master shadow freedom liberte computer internet ordinateur samsung michael jordan
  jennifer charlie daniel thomas nicolas nicole jessica michelle marseille paris france chelsea liverpool arsenal
  manchester barcelona juventus doudou loulou chouchou cheval chocolat summer winter printemps automne hiver
  monday tuesday lundi mardi january february janvier fevrier spring autumn whatever forever trustno1 mustang
  ferrari porsche mercedes flower cookie orange cheese ginger pepper hunter killer hockey soccer tigger`
    .split(/\s+/)
    .sort((a, b) => b.length - a.length);

/** Rows, columns and zigzags of the English, French and German keyboards; they are walked both ways. */
export const KEYBOARD_WALKS: readonly string[] = [
  '12345678901234567890',
  'qwertyuiopasdfghjklzxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  'qwertzuiopasdfghjklyxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1aqw2zsx3edc4rfv5tgb6yhn7uj8ik9ol0pm',
  'qazwsxedcrfvtgbyhnujmikolp',
  'zaqxswcdevfrbgtnhymjukilop',
  'aqwzsxedcrfvtgbyhnujikolpm',
  'q1w2e3r4t5y6u7i8o9p0',
  'a1z2e3r4t5y6u7i8o9p0',
  '1q2w3e4r5t6y7u8i9o0p',
  '1a2z3e4r5t6y7u8i9o0p',
  'qawsedrftgyhujikolp',
  'azqswxedcvfrtgbnhyujk',
  'azsxdcfvgbhnjmk',
  'a1s2d3f4g5h6j7k8l9',
  'a1q2s3d4f5g6h7j8k9',
  '1a2s3d4f5g6h7j8k9l',
  '1qa2ws3ed4rf5tg6yh7uj8ik9ol0p',
  'qweasdzxc',
  'azeqsdwxc',
  '147258369',
  '741852963',
  '789456123',
  '102030405060708090',
  '1122334455667788990011',
  '101112131415161718192021',
  '13243546576879809',
  '2468101214161820',
  '1357911131517192',
];

/**
 * Long passwords that people share and that no rule of ours finds: those of the 200 000 most frequent in
 * SecLists' ten-million list (MIT), and phrases that everybody thinks of. In lower case, letters and digits alone.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `mailcreated5240 polniypizdec0211 hd764nw5d7e1vb1 23176djivanfros zqjphsyf6ctifgu lhbjkjubz2957704
  nemvxyheqdd5oqxyxyzi passwordstandard bpgjldsgjldthnf polniypizdec110211 neepodchehyl nick1234rem936
  hjpjxrf23062007 aksjdlasdakj89879 420842084208555 lytdybrbdfvgbhf hd764nw5d7e1vbv bhrh0h2oof6xbqjeh
  polniypizdec1102 perasperaadastra efwe5tgwa5twhgd 30secondstomars perfectexploiter passwordassword
  neversaymypassword cfvfzcxfcnkbdfz 277rte87hryloitru parliament12345 fypjhbr007dfcz007rfr 923650asdfghjkl
  worldofwarcraft stairwaytoheaven ske9k9tch3r5w9s prigoda25392637 ikhouvanjeomer12345 gygypyfyyyposhy
  drift89094072877 cristianoronaldo youngandrestless xkzwnuxkdn9a8kcykuitbkg1g xf6cmqlrpeuhjuvv wsxz3823922163845
  vfcnthbvfhufhbnf samsungkoze176351 relaxwebbewxaler quant4307quant4307 professionaltools kyk1rbk1hbw0uqkckwbh
  incrediblereview hgdxtgttgfdtdtes gjgeufqhjvfyfzif ejxjzgbgunaz9z6j6exbniqga dima324315198540 zeus7169ladidadi
  yfltymrfxgjr0707 y5hjkdg82490840 vjqvfktymrbqvbh spectrumsonline rfewtww5tgregtr orientepetroler
  onlyone4myxworld nbkbvbkbnhzvlbz heatoclevaedr36 gthtgjldsgjldthn gqlsstfhqgwwvqxjx gordolee85mac2olli
  gbplfnsqgfhjkm1 euq8pvhrnpssdymizqx eropokereropoker ereyes4269ryan1199 egew5twt3tgh65y eagle1110stimpy
  dust360271212009 dsgtylhbdfntkm82 ds6tetsfdsrfdfgd cjdthityyjctrhtnyj changedduetofraud c3hfpyteuflftim
  85fg754kl62br853lpq7 258456789qazzaq5 1xpx66blrumblst6bbus3 14021992004urban 12qwaszx34erdfcv 0k1o2v3a4l5e6v7
  00rdtsau4leyzunckj121dwm zghjcnjgfifujleyjd zcfvfzcxfcnkbdfz x4cc355b10wsy0urm1nd vtyltkttdrfrfhf
  vsebudethorosho vladivostok2000 ulrace173rfhgjd teshkapoltavka supercutekawaii sasha1993150205 rumpelstiltzkin
  rmracinggnicarmr rgihlxoyoclmgiqsu correcthorsebatterystaple thequickbrownfox
  thequickbrownfoxjumpsoverthelazydog maytheforcebewithyou tobeornottobethatisthequestion tobeornottobe
  allyouneedislove neversaynever michaeljackson robertpattinson mychemicalromance avengedsevenfold
  happytreefriends raidersofthelostark methamphetamine iwillalwaysloveyou ilovemyboyfriend ilovemyhusband
  ilovemychildren ilovemyfamily godisgoodallthetime inthenameofgod jesusismysavior onceuponatime
  callofdutymodernwarfare gameofthrones lordoftherings harrypotterandthe thelordoftherings
  liberteegalitefraternite jeneregretterien iletaitunefois vivelafrancelibre jesuischarlie allezlesbleus
  allezlesbleus2018 jetaimemonamour monamourpourtoi motdepassesecret monmotdepasse cestmonmotdepasse
  votremotdepasse nouveaumotdepasse changezmoivite changethispassword thisisapassword thisismypassword
  mypasswordissecret mysecretpassword donotusethispassword enteryourpassword yourpasswordhere nopasswordrequired
  passwordispassword secretpassword superadministrateur systemadministrator loremipsumdolorsitamet
  supercalifragilisticexpialidocious anticonstitutionnellement manchesterunited olympiquedemarseille
  parissaintgermain realmadridcf`.split(/\s+/),
);
