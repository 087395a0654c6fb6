"""Leaflets on hearing aids, as a Word file, a web page and a PDF, with questions about them."""

from pathlib import Path
from typing import Final

from tests.packs.making import Leaflet, make_html, make_pdf, make_word

CARE: Final = Leaflet(
    "Looking After Your Hearing Aid",
    "Riverside Hearing Centre",
    "March 2023",
    (
        (
            "Daily Cleaning",
            "Wipe the hearing aid every evening with a soft dry cloth. Never use water, alcohol or "
            "household cleaners, because they damage the casing. Use the small brush to remove "
            "ear wax from the opening of the mould.",
        ),
        (
            "Keeping It Dry",
            "Take the hearing aid out before you shower, swim or wash your hair. If it does get "
            "wet, remove the battery and leave it in a drying pot overnight. A hair dryer or a "
            "radiator is too hot and melts the plastic.",
        ),
        (
            "Batteries",
            "A battery lasts between five and ten days, depending on how many hours the aid is "
            "worn. The aid plays four low beeps when the battery is about to run out. Batteries "
            "are free of charge: show your brown book at any health centre.",
        ),
        (
            "Storing It at Night",
            "Open the battery door at night so that the aid is switched off and can dry. Keep it "
            "in its box, out of reach of children and dogs, who are attracted by the whistle.",
        ),
    ),
)
GETTING_USED: Final = Leaflet(
    "Getting Used to Hearing Aids",
    "Riverside Hearing Centre",
    "2022-09-14",
    (
        (
            "The First Weeks",
            "Most people need about six weeks to get used to a hearing aid. Your own voice will "
            "sound strange and loud at first, as if you were talking in a barrel. This fades as "
            "the brain learns again what it had forgotten.",
        ),
        (
            "How Long to Wear It",
            "Start with two hours a day in a quiet room and add an hour every other day. After a "
            "month you should wear the aid all day, because a brain that hears only now and then "
            "does not adapt.",
        ),
        (
            "Noisy Places",
            "Restaurants are the hardest test. Sit with your back to a wall and face the person "
            "you are talking to. Many aids have a second programme that turns down sounds from "
            "behind.",
        ),
        (
            "Using the Telephone",
            "Hold the receiver near the microphone on top of the aid and not against the ear. The "
            "loop setting, marked with a T, picks up the call directly and leaves out the noise "
            "of the room.",
        ),
    ),
)
PROBLEMS: Final = Leaflet(
    "When Something Is Wrong",
    "Riverside Hearing Centre",
    "5 May 2021",
    (
        (
            "Whistling",
            "A hearing aid whistles when sound escapes from the ear and is amplified again. Push "
            "the mould in firmly and turn the volume down. If it still whistles, the ear may be "
            "blocked with wax, or the mould has become too small.",
        ),
        (
            "No Sound",
            "Check that the aid is switched on and that the battery is fresh and the right way "
            "round. Look for wax or a drop of water in the tubing. The tubing must be replaced "
            "every four months, because it turns hard and yellow.",
        ),
        (
            "Sore Ears",
            "A new mould may rub for a few days. If the skin is red or sore for longer, stop "
            "wearing the aid and let the centre file the mould down. "
            "Do not put cream on the mould.",
        ),
        (
            "Repairs and Loss",
            "Repairs are done while you wait on Monday and Thursday mornings. If you lose the aid, "
            "a charge of sixty pounds may be made. An aid is normally replaced by a new one after "
            "five years.",
        ),
    ),
)
LEAFLETS: Final = (CARE, GETTING_USED, PROBLEMS)

QUESTIONS: Final = (
    ("what do I clean it with", "Daily Cleaning"),
    ("can I rinse it under the tap", "Daily Cleaning"),
    ("how do I get the gunk out of the little hole", "Daily Cleaning"),
    ("is it ok to use a wet wipe or some spirit", "Daily Cleaning"),
    ("can I keep it in when I have a bath", "Keeping It Dry"),
    ("it fell in the sink, what now", "Keeping It Dry"),
    ("I got caught in the rain and it's soaked", "Keeping It Dry"),
    ("may I dry it with the hair dryer", "Keeping It Dry"),
    ("how long does a battery last", "Batteries"),
    ("what do those beeps mean", "Batteries"),
    ("do I have to pay for batteries", "Batteries"),
    ("where do I pick up new batteries", "Batteries"),
    ("do I switch it off when I go to bed", "Storing It at Night"),
    ("where should I put it overnight", "Storing It at Night"),
    ("would the dog go for it", "Storing It at Night"),
    ("how long till it feels normal", "The First Weeks"),
    ("why do I sound so odd to myself", "The First Weeks"),
    ("my own voice booms, does that go away", "The First Weeks"),
    ("how many hours should I wear it at the beginning", "How Long to Wear It"),
    ("can I just put it in when I've got visitors", "How Long to Wear It"),
    ("should I have it in all day long", "How Long to Wear It"),
    ("I can't follow anybody in a busy cafe", "Noisy Places"),
    ("where is the best seat in a restaurant", "Noisy Places"),
    ("is there a setting for background noise", "Noisy Places"),
    ("how do I make a phone call with it", "Using the Telephone"),
    ("what's the T for", "Using the Telephone"),
    ("where do I hold the phone", "Using the Telephone"),
    ("why does it squeal", "Whistling"),
    ("how do I stop the whistling", "Whistling"),
    ("could ear wax make it whistle", "Whistling"),
    ("it's gone dead, what should I check", "No Sound"),
    ("I can't hear anything through it any more", "No Sound"),
    ("how often does the tube need changing", "No Sound"),
    ("it rubs and my ear hurts", "Sore Ears"),
    ("can I put some cream on where it's sore", "Sore Ears"),
    ("what happens if I lose it", "Repairs and Loss"),
    ("when can I have it mended", "Repairs and Loss"),
    ("how many years before I get a new one", "Repairs and Loss"),
)
"""Lay questions, and the section that answers each."""

OUTSIDE: Final = (
    "how do I book a hearing test",
    "what time do you close today",
    "where can I park",
    "do you sell sunglasses",
    "can I fly with it",
    "will it go off at the airport scanner",
    "which brand is the best",
    "who invented the hearing aid",
    "can my grandson catch deafness from me",
    "do cochlear implants hurt",
    "is there an operation for deaf people",
    "what causes tinnitus",
    "does loud music make you deaf",
    "how long do contact lenses last",
    "how do I clean my dentures",
    "does a pacemaker need a new battery",
    "how long does a phone battery last",
    "how do I clean an oven",
    "why does my kettle whistle",
    "what's the wifi password",
    "who won the football",
    "tell me a joke",
    "is it going to rain tomorrow",
    "can I have my ears pierced here",
    "do I need glasses for driving",
    "what is the capital of Spain",
    "does ginger help against a cold",
    "is the vaccine safe",
    "how much sugar is in an apple",
    "the the uh",
)
"""Questions that the leaflets do not answer."""


def make(folder: Path) -> list[Path]:
    """The three files in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        make_word(CARE, folder / "looking-after.docx"),
        make_html(GETTING_USED, folder / "getting-used.html"),
        make_pdf(PROBLEMS, folder / "problems.pdf"),
    ]
