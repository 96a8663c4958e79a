"""What becomes of whole sentences, by the shipped core and the rules together: who does what to whom."""

from __future__ import annotations

import pytest

from faleme.pipeline import Kit, process_article
from faleme.records import Record
from tests.builders import article_of

CASES = [
    # sentence, the doing, its type and mode, actors, recipients, why
    ("Ugandan troops bombed a rebel camp, freeing a dozen hostages.", "bombed",
     "ASSAULT-aerial", ["Ugandan troops"], ["a rebel camp"], "another verb's object is not bombed"),
    ("Russian forces launched more than 300 drones and 37 missiles at Ukraine overnight, the mayor said.", "launched",
     "ASSAULT", ["Russian forces"], [], "arms against a target"),
    ("North Korea fired two ballistic missiles on Sunday.", "fired",
     "MOBILIZE-weapons", ["North Korea"], [], "arms without a target"),
    ("Russia said it captured three villages in Kharkiv.", "captured",
     "ASSAULT", ["it"], ["three villages"], "ground is not abducted"),
    ("Soldiers said they had seized power in the country.", "seized power",
     "COERCE-seize", ["they"], [], "power seized"),
    ("The bloc rejects the coup and welcomes the release of two monks.", "rejects",
     "REJECT", ["The bloc"], [], "what stands under the verb beside"),
    ("The minister went on trial in Dakar.", "went on trial",
     "ACCUSE-allege", [], ["The minister"], "who is tried"),
    ("Thai forces attacked first, the ministry said, and its troops had not retaliated.", "retaliated",
     "ASSAULT", ["its troops"], [], "subject of an active verb"),
    ("A soldier was killed when his vehicle ran over a mine.", "killed",
     "ASSAULT-explosives", [], ["A soldier"], "a vehicle does nothing"),
    ("Ivory Coast bars opposition march", "bars",
     "COERCE-restrict", ["Ivory Coast"], ["opposition"], "who bars a march does not march"),
    ("A U.S. air strike near the town on Sunday killed seven militants.", "air strike",
     "ASSAULT-aerial", ["U.S."], ["seven militants"], "a state's initials before the deed"),
    ("A roadside bomb targeted a vehicle of the deputy mayor.", "roadside bomb",
     "ASSAULT-explosives", [], ["a vehicle of the deputy mayor"], "a bomb does nothing"),
    ("At least 30 soldiers were killed; the army has published no toll.", "killed",
     "ASSAULT", [], ["30 soldiers"], "who only counts them"),
    ('Television said the air force had "neutralised several terrorists" during the pursuit.', "neutralised",
     "ASSAULT", ["the air force"], ["several terrorists"], "a quotation mark is no part of a name"),
    ("Mauritania closed the crossing and put its troops on alert.", "put its troops on alert",
     "MOBILIZE-troops", ["Mauritania"], [], "put on alert is one doing"),
    ("Gunmen killed 12 farmers in an attack on Kara.", "killed",
     "ASSAULT", ["Gunmen"], ["12 farmers"], "who kills in an attack attacks"),
    ("Rebels killed four soldiers and captured seven near Wour.", "killed",
     "ASSAULT", ["Rebels"], ["four soldiers"], "those taken are another doing"),
    ("Bandits killed two policemen and abducted 14 villagers near Zuru.", "abducted",
     "ASSAULT-abduct", ["Bandits"], ["14 villagers"], "whom they abducted"),
    ("Soldiers destroyed four drums and seized nine bicycles.", "destroyed",
     "ASSAULT-destroy", ["Soldiers"], ["four drums"], "what was seized is not destroyed"),
    ("Militants killed a soldier and wounded six others near Torodi.", "wounded",
     "ASSAULT", ["Militants"], ["six others"], "a second verb with its own object"),
    ("The governor denied the charges and was sentenced to three years in prison.", "sentenced",
     "SANCTION-convict", [], ["The governor"], "a passive shares the subject before it"),
    ("Protests broke out after Traore's dismissal from the army.", "dismissal",
     "SANCTION-convict", [], ["Traore"], "whose dismissal it is"),
    ("France condemned the killing of two Chadian soldiers.", "condemned",
     "ACCUSE-disapprove", ["France"], [], "whom a deed struck is not condemned"),
    ("The bishop condemned the kidnapping of the priests by bandits.", "condemned",
     "ACCUSE-disapprove", ["The bishop"], ["bandits"], "the doer of a deed is condemned"),
    ("The African Union is alarmed by the detention of Mr Bazoum.", "detention",
     "COERCE-arrest", [], ["Mr Bazoum"], "who is alarmed by an arrest"),
    ("Russian fighters fought alongside the army in Kidal.", "fought alongside",
     "ASSAULT", ["Russian fighters", "the army"], [], "comrades fight"),
    ("Villagers died together with four soldiers in the attack.", "attack",
     "ASSAULT", [], ["Villagers", "four soldiers"], "who dies together"),
    ("The envoy conveyed the condolences of his government to the widow after the raid on Mopti.",
     "conveyed the condolences", "SUPPORT", ["The envoy"], ["the widow"], "whose condolences they are"),
    ("The envoy presented the condolences of his government after the attack on the garrison of Mopti.", "attack",
     "ASSAULT", [], ["the garrison of Mopti"], "who condoles did not attack"),
    ("The king offered his condolences to the families of the soldiers killed in Lamu.", "killed",
     "ASSAULT", [], [], "their families did not kill them"),
    ("Four die as Kano students riot", "die",
     "ASSAULT-firearms", [], ["Four"], "who riots has not killed them by that"),
    ("Four die as Kano students riot", "riot",
     "PROTEST-riot", ["Kano students"], [], "nor rioted against the dead"),
    ("Three dead as Garoua youths clash with police", "clash",
     "ASSAULT-firearms", ["Garoua youths", "police"], [], "the toll is no part of a name"),
    ("Five killed as army raids village in Plateau", "killed",
     "ASSAULT", ["army"], ["Five"], "who raids killed them"),
    ("The family filed a complaint with the tribunal in Niamey.", "filed a complaint",
     "ACCUSE-allege", ["The family"], [], "who receives it is not accused"),
    ("The union filed a complaint against the minister with the court.", "filed a complaint",
     "ACCUSE-allege", ["The union"], ["the minister"], "whom it is against"),
    ("Mali and Russia's Yadran Group signed an agreement on a refinery.", "signed",
     "SUPPORT", ["Mali", "Russia's Yadran Group"], [], "a state beside another's firm"),
    ("Germany gave Niger EUR 5 million in aid.", "gave",
     "AID", ["Germany"], ["Niger"], "a currency is nobody"),
    ("The regulator announced the suspension of two radio stations.", "announced",
     "COERCE-censor", ["The regulator"], ["two radio stations"], "announced, yet no concession"),
    ("Heavy fighting erupted on Monday between the army and the RSF in El Fasher.", "fighting",
     "ASSAULT", ["the army", "the RSF"], [], "between two sides, wherever the words stand"),
    ("Residents fled the town after the attack.", "fled",
     "SANCTION-expel", [], ["Residents"], "who flees is driven out"),
    ("Besigye was kidnapped in Nairobi and charged with treason by a military court.", "kidnapped",
     "ASSAULT-abduct", [], ["Besigye"], "who charges him did not kidnap"),
    ("It was not the army but a local militia that burned the village.", "burned",
     "ASSAULT-destroy", ["a local militia"], ["the village"], "not the army but a militia"),
    # whose "by" it is
    ("Three nuns kidnapped in Enugu were rescued by the army.", "kidnapped",
     "ASSAULT-abduct", [], ["Three nuns"], "who rescues did not kidnap"),
    ("A candidate backed by the ruling party was shot dead in Maputo.", "shot dead",
     "ASSAULT-firearms", [], ["A candidate"], "who backs him did not shoot"),
    ("The journalist was trained by the BBC and murdered in 2019.", "murdered",
     "ASSAULT-targeted", [], ["The journalist"], "who trained her did not murder"),
    ("The activist was arrested by police and tortured.", "tortured",
     "ASSAULT-torture", ["police"], ["The activist"], "force before force is by the same"),
    ("Kenya was threatened with sanctions by Khartoum and recalled its ambassador.", "recalled",
     "SANCTION-withdraw", ["Kenya"], [], "the threatened one acts next"),
    ("Zuma was invited by Moscow and praised Vladimir Putin.", "praised",
     "SUPPORT", ["Zuma"], ["Vladimir Putin"], "the invited one praises"),
    ("The strike on Doha was denounced by Saudi Arabia and Jordan.", "strike",
     "ASSAULT-aerial", [], [], "who denounces it did not strike"),
    ("The attack by Islamic State fighters on Banibangou was repelled by soldiers.", "attack",
     "ASSAULT", ["Islamic State fighters"], ["soldiers"], "who repels it is struck"),
    # relative pronouns
    ("Kenya handed the rebels to Juba, which jailed them.", "jailed",
     "COERCE-arrest", ["Juba"], ["them"], "which jails"),
    ("The African Union praised Lourenço, whom Kigali had accused of bias.", "had accused",
     "ACCUSE-allege", ["Kigali"], ["Lourenço"], "whom it accuses"),
    ("The rebel, who had kidnapped nuns, was freed by the court.", "kidnapped",
     "ASSAULT-abduct", ["The rebel"], [], "who kidnapped"),
    # who is left out
    ("It was the army, not the rebels, that shelled the market, survivors said.", "shelled",
     "ASSAULT-heavy-weapons", ["the army"], ["the market"], "not the rebels"),
    ("Kigali rather than Kinshasa broke the truce.", "broke",
     "ASSAULT", ["Kigali"], [], "rather than Kinshasa"),
    # blame, mines, participles
    ("Police blamed Monday's bombing on al-Shabaab.", "bombing",
     "ASSAULT-explosives", ["al-Shabaab"], [], "who is blamed did it"),
    ("Survivors blamed the attack on soldiers.", "blamed",
     "ACCUSE-allege", ["Survivors"], ["soldiers"], "who is blamed is accused"),
    ("A Malian army vehicle drove into an ambush near Tessit.", "drove into",
     "ASSAULT-firearms", [], ["A Malian army vehicle"], "who drives into an ambush"),
    ("A Cameroonian armoured car hit a bomb laid by Boko Haram near Mora.", "hit",
     "ASSAULT-explosives", ["Boko Haram"], ["A Cameroonian armoured car"], "who laid the bomb"),
    ("The Malian army suffered heavy losses in the fighting for Pamo.", "suffered",
     "ASSAULT", [], ["The Malian army"], "who loses men was struck"),
    ("Four Chadian soldiers fell in combat near Tin.", "fell in combat",
     "ASSAULT", [], ["Four Chadian soldiers"], "who falls in combat was struck"),
    ("The patrol came under mortar fire near Kurmi on Tuesday.", "came under mortar fire",
     "ASSAULT-heavy-weapons", [], ["The patrol"], "who comes under fire was struck"),
    ("Nine ARJ militants have been in the dock since Tuesday.", "have been in the dock",
     "ACCUSE-allege", [], ["Nine ARJ militants"], "who is in the dock is tried"),
    ("The trial of nine militants opened in Moundou on Tuesday.", "trial",
     "ACCUSE-allege", [], ["nine militants"], "whose trial it is"),
    ("Threatened with sanctions by the EU, Kigali accused Brussels of bias.", "Threatened",
     "THREATEN-restrict", [], ["Kigali"], "a participle before its subject"),
    ("The court found the colonel guilty of torturing detainees in Bamako.", "torturing",
     "ASSAULT-torture", ["the colonel"], ["detainees"], "who is found guilty did it"),
]  # fmt: skip


def read(sentence: str, kit: Kit) -> Record:
    return process_article(article_of(sentence), kit)


@pytest.mark.parametrize(
    ("sentence", "doing", "kind", "actor", "recipient", "why"), CASES, ids=[why for *_, why in CASES]
)
def test_who_did_what_to_whom(
    sentence: str, doing: str, kind: str, actor: list[str], recipient: list[str], why: str, kit: Kit
) -> None:
    record = read(sentence, kit)
    coding = next(one for one in record.codings if one.anchor.of(sentence) == doing)
    names = {
        role: [record.parse.mentions[one].text for one in getattr(coding, role)] for role in ("actor", "recipient")
    }
    told = "-".join(filter(None, (coding.event_type, coding.mode)))
    assert (told, names) == (kind, {"actor": actor, "recipient": recipient}), why


@pytest.mark.parametrize("sentence", ["No one was hurt in the blast.", "Guards foiled an attack on the market."])
def test_nothing_was_done(sentence: str, kit: Kit) -> None:
    assert not [one for one in read(sentence, kit).codings if one.actor or one.event_type != "ASSAULT"]


def test_since_when_is_not_when(kit: Kit) -> None:
    sentence = (
        "More than 300 people have been killed in Israeli strikes since a ceasefire came into force in November 2024."
    )
    codings = read(sentence, kit).codings
    assert codings
    assert not any(one.time for one in codings)


FACTS = [
    # sentence, the doing, whether it happened, why
    ("Why did police shoot the miners at Marikana?", "shoot", None, "a question that takes it for granted"),
    ("Why was the mayor not arrested?", "arrested", "negation", "a question that denies"),
    ("The planned strike by lecturers was called off on Friday.", "planned strike", "negation", "called off"),
    ("Nurses voted overwhelmingly on Tuesday to go on strike.", "voted", "future", "what a vote decides"),
    ("Lecturers went on strike on Friday as planned.", "went on strike", None, "a strike that was planned"),
    ("As a boy he was beaten by policemen.", "beaten", "historical", "a childhood"),
    ("Lorries were once attacked near Kidal.", "attacked", "historical", "once"),
    ("Police once again attacked students in Dakar on Monday.", "attacked", None, "once again"),
    ("His grandfather had been hanged by the British.", "hanged", "historical", "a forebear"),
    ("Soldiers beat a boy in Kidal on Monday.", "beat", None, "a boy who is one now"),
    ("The border closed in 2019 was reopened on Monday.", "reopened", None, "another verb's year"),
]


@pytest.mark.parametrize(("sentence", "doing", "auxiliary", "why"), FACTS, ids=[why for *_, why in FACTS])
def test_whether_it_happened(sentence: str, doing: str, auxiliary: str | None, why: str, kit: Kit) -> None:
    coding = next(one for one in read(sentence, kit).codings if doing in one.anchor.of(sentence))
    assert coding.auxiliary == auxiliary, why


@pytest.mark.parametrize(
    ("sentence", "doing", "days"),
    [
        ("The minister condemned the remarks made on 6 May by the envoy.", "condemned", []),
        ("The union denounced the arrest on 3 May of two of its members.", "denounced", []),
        ("The union denounced the arrest on 3 May of two of its members.", "arrest", ["on 3 May"]),
        ("On Tuesday, Kenya condemned the bombing of a hospital.", "condemned", ["On Tuesday"]),
    ],
)
def test_a_remark_has_a_day_of_its_own(sentence: str, doing: str, days: list[str], kit: Kit) -> None:
    record = read(sentence, kit)
    coding = next(one for one in record.codings if one.anchor.of(sentence) == doing)
    assert [record.parse.mentions[one].text for one in coding.time] == days


def test_nobody_hurt_is_no_attack_denied(kit: Kit) -> None:
    sentence = "No casualties were reported in the attack on the post."
    attack = next(one for one in read(sentence, kit).codings if one.anchor.of(sentence) == "attack")
    assert attack.auxiliary is None
