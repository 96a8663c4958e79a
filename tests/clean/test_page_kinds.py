"""Pages that are no article, and articles near each border that must pass. Every page is our own."""

from __future__ import annotations

import pytest

from faleme.clean.extract import extract_article
from faleme.records import Article, Reason, Rejection
from faleme.reference.outlets import load_boilerplate, load_outlets
from tests.clean.builders import saved_page

EN = [
    "Police in Kayes arrested two reporters on Monday after they filmed a march by teachers, their union said.",
    "They were held for six hours at the headquarters of the gendarmerie before a judge ordered their release.",
    "The ministry of security did not say who had given the order, and the office of the governor was silent.",
    "The union said that it was the third arrest of reporters in the region this year, and that it would complain.",
    "Reporters in the town said that they would march on Friday, and asked readers to keep sending their pictures.",
]
FR = [
    "La police de Kayes a arrêté lundi deux journalistes qui filmaient une marche d'enseignants, selon leur syndicat.",
    "Ils ont été retenus six heures au siège de la gendarmerie avant qu'un juge n'ordonne leur remise en liberté.",
    "Le ministère de la sécurité n'a pas dit qui avait donné l'ordre, et les services du gouverneur se sont tus.",
    "Le syndicat affirme que c'est la troisième arrestation de journalistes cette année dans la région.",
    "Les journalistes de la ville annoncent une marche vendredi et demandent aux lecteurs d'envoyer leurs photos.",
]
NAV = '<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>'


def page(title: str, body: str, *, head: str = "") -> str:
    return (
        f"<!doctype html><html><head><title>{title} | Sahel Post</title>{head}</head><body>{NAV}"
        f"<main><h1>{title}</h1>{body}</main><footer>© Sahel Post</footer></body></html>"
    )


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


HEADLINES = [
    "Cotton prices fall for the third month",
    "Ferry crews end their strike over pay",
    "Bridge collapses after heavy rain",
    "Schools to reopen on Monday, ministry says",
    "Ten players called up for regional cup",
    "Governor opens new hall in Ségou",
    "Customs officers seize rice worth millions",
    "Youths clean the market before festival",
    "Clinic opens after two years of delay",
    "Two councillors freed by court in Mopti",
]
TITRES = [
    "Les prix du coton baissent pour le troisième mois",
    "Fin de la grève des équipages de bacs",
    "Un pont s'effondre après les pluies",
    "Les écoles rouvriront lundi, dit le ministère",
    "Dix joueurs convoqués pour la coupe",
    "Le gouverneur inaugure une halle à Ségou",
    "La douane saisit du riz pour des millions",
    "Des jeunes nettoient le marché avant la fête",
    "Le dispensaire ouvre avec deux ans de retard",
    "Deux conseillers remis en liberté à Mopti",
]


def listing(headlines: list[str], summary: str) -> str:
    return "".join(
        f'<article><h2><a href="/a/{number}">{text}</a></h2><p>{summary} {number} {text.lower()}.</p></article>'
        for number, text in enumerate(headlines)
    )


def related(headlines: list[str]) -> str:
    return (
        "<section><h2>Related</h2>"
        + "".join(f'<h3><a href="/a/{t[:5]}">{t}</a></h3>' for t in headlines)
        + "</section>"
    )


ENTRIES_EN = "".join(f"<p>{hour:02d}:15 - {line}</p>" for hour, line in enumerate([*EN, *EN], 8))
ENTRIES_FR = "".join(f"<p>{hour:02d}h15 - {line}</p>" for hour, line in enumerate([*FR, *FR], 8))
PICTURES = "".join(
    f'<figure><img src="{n}.jpg"><figcaption>Women sell fish at the port, {n}.</figcaption></figure>' for n in range(9)
)
WALL_EN = [
    "We value your privacy. We and our 812 partners store and access information on a device, such as cookies.",
    "With your consent, we and our partners may use precise data for advertising, and cookies to measure audiences.",
    "You may accept or refuse consent, or change your choice at any time in our privacy policy and cookies page.",
    "Some partners do not ask for your consent to process your personal data, and rely on their legitimate interest.",
]
WALL_FR = [
    "Le respect de votre vie privée est notre priorité. Nos partenaires et nous utilisons des cookies et des traceurs.",
    "Avec votre consentement, nos partenaires et nous pouvons utiliser vos données personnelles et des cookies.",
    "Vous pouvez accepter ou refuser les cookies et modifier vos choix dans notre politique de vie privée.",
    "Certains partenaires traitent des données personnelles sur la base de leur intérêt légitime, sans consentement.",
]
FORM = '<form><input name="user"><input type="password" name="word"><button>OK</button></form>'
PAYWALL = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
LIVE = '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"x"}</script>'

REFUSED = [
    ("listing en", page("Africa", listing(HEADLINES, "More on")), Reason.LISTING),
    ("listing fr", page("Toute l'actualité", listing(TITRES, "Lire la suite de l'article numéro")), Reason.LISTING),
    ("headlines alone", page("Latest news", related(HEADLINES)), Reason.LISTING),
    ("error en", page("Page not found", "<p>The page you asked for does not exist.</p>"), Reason.SOFT_ERROR),
    ("error fr", page("Page introuvable", "<p>La page que vous cherchez n'existe plus.</p>"), Reason.SOFT_ERROR),
    ("error with other articles", page("404 - Page not found", listing(HEADLINES, "Read")), Reason.SOFT_ERROR),
    ("error fr with an article below", page("Erreur 404 : page introuvable", paragraphs(FR)), Reason.SOFT_ERROR),
    ("consent en", page("We value your privacy", paragraphs(WALL_EN)), Reason.CONSENT_WALL),
    ("consent fr", page("Votre vie privée", paragraphs(WALL_FR)), Reason.CONSENT_WALL),
    ("stub en", page("Two reporters held", paragraphs(EN[:1]), head=PAYWALL), Reason.PAYWALL_STUB),
    (
        "stub fr",
        page("Deux journalistes", paragraphs(FR[:1]) + "<p>Cet article est réservé aux abonnés</p>"),
        Reason.PAYWALL_STUB,
    ),
    ("login en", page("Sign in", f"<p>Sign in to read the Sahel Post.</p>{FORM}"), Reason.LOGIN),
    ("login fr", page("Connexion", f"<p>Connectez-vous pour lire le journal et vos alertes.</p>{FORM}"), Reason.LOGIN),
    ("gallery en", page("In pictures: the port of Conakry", f"<p>{EN[0]}</p>{PICTURES}"), Reason.GALLERY),
    ("gallery fr", page("Le port de Conakry en images", f"<p>{FR[0]}</p>{PICTURES}"), Reason.GALLERY),
    ("ticker en", page("Live: march in Kayes", ENTRIES_EN), Reason.LIVE_TICKER),
    ("ticker fr", page("EN DIRECT - La marche de Kayes", ENTRIES_FR), Reason.LIVE_TICKER),
    ("ticker by its markup", page("March in Kayes", paragraphs(EN), head=LIVE), Reason.LIVE_TICKER),
]
PASSES = [
    ("article with many related", page("Two reporters held in Kayes", paragraphs(EN) + related(HEADLINES))),
    ("article fr with many related", page("Deux journalistes retenus à Kayes", paragraphs(FR) + related(TITRES))),
    ("about error pages", page("Page not found: how the web forgets its own past", paragraphs(EN))),
    ("about missing pages fr", page("Page introuvable : pourquoi la toile oublie son passé", paragraphs(FR))),
    ("nobody found", page("Missing reporters not found after a week of searching", paragraphs(EN))),
    ("about cookies", page("Court fines firm over cookies", paragraphs([*EN, WALL_EN[1]]))),
    ("cookie line above", page("Two reporters held in Kayes", paragraphs([WALL_EN[0], *EN]))),
    ("cookie line above fr", page("Deux journalistes retenus", paragraphs([WALL_FR[0], *FR]))),
    ("paywalled and long", page("Two reporters held in Kayes", paragraphs(EN), head=PAYWALL)),
    ("login box in the head", page("Two reporters held in Kayes", FORM + paragraphs(EN))),
    ("login box fr", page("Deux journalistes retenus à Kayes", FORM + paragraphs(FR))),
    ("many pictures", page("Two reporters held in Kayes", paragraphs(EN) + PICTURES)),
    ("a gallery burnt down", page("Fire guts gallery in Bamako and its pictures", paragraphs(EN) + PICTURES)),
    ("times of the day", page("Timeline of a march", paragraphs([*EN, f"14:05 - {EN[0]}", f"15:10 - {EN[1]}"]))),
    ("about a live broadcast", page("Minister speaks live on television for the first time", paragraphs(EN))),
    ("en direct in the title", page("Le ministre parle en direct à la télévision", paragraphs(FR))),
]


def cleaned(source: str) -> Article | Rejection:
    return extract_article(saved_page(source), outlets=load_outlets(), boilerplate=load_boilerplate())


@pytest.mark.parametrize(("source", "reason"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_refused(source: str, reason: Reason) -> None:
    found = cleaned(source)
    assert isinstance(found, Rejection), found.text
    assert found.reason is reason, found


@pytest.mark.parametrize("source", [row[1] for row in PASSES], ids=[row[0] for row in PASSES])
def test_passes(source: str) -> None:
    found = cleaned(source)
    assert isinstance(found, Article), found
    assert sum(line in found.text for line in [*EN, *FR]) == 5
