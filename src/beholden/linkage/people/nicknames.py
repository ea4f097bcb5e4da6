"""Short forms of given names, so that Bill and William can be one person.

A short form may stand for several names (Sam for Samuel and Samantha): forms are compared as sets.
The list is Beholden's own, of forms in common use in Britain.
"""

from __future__ import annotations

from collections.abc import Mapping

_FORMS = """
abigail: abi abby gail | adam: ad | adelaide: addie | adrian: ade | agnes: aggie nessie
agnieszka: aga | alan: al | albert: al bert bertie | aleksander: alex olek | aleksandra: ola alex
alexander: alex al sandy alec xander lex | alexandra: alex sandra lexi sandy | alexandru: alex
alfred: alf alfie fred | alice: allie | alison: ali allie | amanda: mandy | amelia: millie amy
amrit: amri | anastasia: ana stacey | andrea: andi | andrew: andy drew | andrzej: andy
angela: angie ange | ann: annie nan | anna: ania annie | anne: annie | anthony: tony ant
antonio: tony toni | archibald: archie | arthur: art artie | augustine: gus
balwinder: bally | barbara: barb babs | barry: baz | bartholomew: bart | beatrice: bea bee
belinda: bel linda | benedict: ben | benjamin: ben benji | bernadette: bernie | bernard: bernie
bethany: beth | beverley: bev | bradley: brad | brenda: bren | bridget: bridie biddy
caitlin: cait | cameron: cam | carol: caz | caroline: caz carrie caro | cassandra: cass cassie
catherine: cathy kate katie cath kitty | cecilia: cece | charles: charlie chas chuck
charlotte: lottie charlie char | chloe: clo | christina: chris tina chrissie
christine: chris chrissie tina | christopher: chris topher kit | chukwuemeka: emeka
clifford: cliff | constance: connie | cornelius: con | craig: craigy | cynthia: cindy
daniel: dan danny | danielle: dani | darren: daz | david: dave davey | deborah: deb debbie debs
denise: den | dennis: den denny | derek: del | desmond: des | diana: di | dominic: dom
donald: don donnie | dorothy: dot dottie dolly | douglas: doug dougie | duncan: dunc
edith: edie | edmund: ed eddie | edward: ed eddie ted teddy ned | eileen: ei | eleanor: ellie nell
elaine: lainey | elizabeth: liz lizzie beth betty eliza lisa libby bess betsy elsie
emily: em emmie | emma: em | eric: rick | ernest: ernie | eugene: gene | evelyn: evie eve
ewa: eve | florence: flo florrie | frances: fran frankie francesca
francesca: fran frankie chess | francesco: franco | francis: frank fran frankie
franklin: frank | frederick: fred freddie | gabriel: gabe | gabrielle: gabby
gareth: gaz | gary: gaz | gemma: gem | geoffrey: geoff | george: georgie
georgina: georgie gina | gerald: gerry | gerard: gerry | gillian: gill jill | giuseppe: beppe
gladys: glad | gordon: gord | grace: gracie | graham: gray | gregory: greg | grzegorz: greg
gurpreet: preet | gwendolen: gwen | hannah: han | harold: harry hal | harpreet: preet
harriet: hattie harri | harry: harrison henry | heather: hev | helen: nell | henry: harry hal hank
herbert: bert herb | hubert: bert | hugh: hughie | ian: iain | ibrahim: ibby | imogen: immy
irene: rene | isaac: ike zac | isabella: bella izzy isabel | isabel: izzy bella belle | jack: jackie
jacob: jake | jacqueline: jackie jacqui | jakub: kuba jake | james: jim jimmy jamie jem
jane: janie | janet: jan | janice: jan | jaspreet: jas preet | jaswinder: jas jassi
jeffrey: jeff | jennifer: jen jenny | jeremy: jez jerry | jessica: jess jessie | joan: joanie
joanna: jo asia | joanne: jo | jonathan: jon jonny | john: jack johnny jon | joseph: joe joey
josephine: jo josie | joshua: josh | joyce: joy | judith: judy jude | julia: jules | julian: jules
julie: jules | juliet: jules | justyna: justa | karen: kaz | katarzyna: kasia kate
katherine: kate katie kathy kath kit | kathleen: kath kathy kate katie | kathryn: kate katie kath
keith: kei | kenneth: ken kenny | kimberley: kim | krzysztof: krzys chris | lawrence: larry laurie
leonard: len lenny leo | leslie: les | lewis: lew | liam: william | lilian: lily lil
louis: lou | louise: lou | lucy: lu | lydia: liddy | lynn: lyn | madeleine: maddie maddy
magdalena: magda maggie | malcolm: malc mal | manpreet: preet manny | marcin: martin
margaret: maggie meg peggy marge margie madge rita greta mags | maria: ria mia
marjorie: marge | martin: marty | mary: molly polly may | mateusz: mat | matilda: tilly mattie
matthew: matt matty | maureen: mo | maurice: mo | maxwell: max | megan: meg | melanie: mel
melissa: mel lissa | michael: mike mick mickey micky mikey | michelle: shell chelle
mildred: millie | millicent: millie | miriam: mim | mohamed: mo muhammad mohammed mohammad
mohammed: mo muhammad mohammad mohamed md | muhammad: mo mohammed mohammad mohamed md
moira: mo | naomi: nomi | natalie: nat nats | natalia: nat natasha | natasha: tasha nat
nathan: nat nate | nathaniel: nat nate nathan | neil: neily | nicholas: nick nicky nico
nicola: nicky nic nikki | norman: norm | olivia: liv livvy ollie | oliver: ollie olly
oluwaseun: seun | oluwatobi: tobi | oscar: oz ozzie | pamela: pam | patience: pat
patricia: pat patty trish tricia patsy | patrick: pat paddy rick | paul: pauly | paula: polly
pauline: paula | penelope: penny | percival: percy | peter: pete | philip: phil pip
philippa: pippa pip | phillip: phil pip | phyllis: phyl | piotr: peter | priscilla: cilla
rachel: rach ray | rafal: raf | ralph: raf | raymond: ray | rebecca: becky becca beck bex
reginald: reg reggie | richard: dick rick richie ricky rich dickie
robert: bob rob bobby robbie bert
roberta: bobbie | robin: rob | roderick: rod | rodney: rod | roger: rodge | ronald: ron ronnie
rosalind: ros roz | rosemary: rose rosie | rosie: rose | rupert: rupe | russell: russ
samantha: sam sammy | samuel: sam sammy | sandra: sandy san | sarah: sally sal sadie
sean: shaun shawn john | sebastian: seb bas | sharon: shaz | sheila: she | shirley: shirl
sidney: sid | simon: si | sophia: sophie | sophie: soph | stanley: stan
stephanie: steph steffi | stephen: steve stevie | steven: steve stevie | stewart: stu
stuart: stu | susan: sue susie suzie | susannah: sue susie | suzanne: sue suzie
sylvia: syl | tabitha: tabby | temitope: temi tope | terence: terry tel | teresa: terry tess
thelma: thel | theodore: theo ted teddy | theresa: terry tess tessa | thomas: tom tommy
timothy: tim timmy | tobias: toby | tomasz: tom tomek | tracey: trace | trevor: trev
valerie: val | vanessa: nessa ness | vera: vee | veronica: ronnie | victor: vic
victoria: vicky vic tori | vincent: vince vinny | violet: vi | virginia: ginny | walter: walt wally
wilfred: wilf fred | william: bill will billy willy liam | winifred: win winnie freda
yvonne: von | zachary: zac zach zak
"""


def _parsed() -> Mapping[str, frozenset[str]]:
    forms: dict[str, set[str]] = {}
    for entry in _FORMS.replace("\n", "|").split("|"):
        full, _, short = entry.strip().partition(":")
        for word in short.split():
            forms.setdefault(word.upper(), set()).add(full.upper())
    return {short: frozenset(full) for short, full in forms.items()}


FULL_NAMES: Mapping[str, frozenset[str]] = _parsed()
"""Short form to the names that it may stand for, all in capitals."""


def forms_of(name: str) -> list[str]:
    """Return a given name with every full name that it may be short for, sorted."""
    return sorted({name, *FULL_NAMES.get(name, ())})


def key_of(name: str) -> str:
    """Return the one name under which a given name is looked up: its first full name, or itself."""
    full = FULL_NAMES.get(name)
    return min(full) if full else name
